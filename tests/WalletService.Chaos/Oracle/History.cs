using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>All that the oracle judges by: the chain's blocks, and what callers noted outside the service.</summary>
public sealed record History
{
    /// <summary>Instances that did not take work again once nothing was broken any more, and had to be restarted.</summary>
    public IReadOnlyList<string> Unready { get; init; } = [];

    public required IReadOnlyList<CampaignWallet> Wallets { get; init; }

    /// <summary>What was minted to wallets and outsiders before anything was asked.</summary>
    public IReadOnlyList<TokenGrant> Grants { get; init; } = [];

    /// <summary>What outsiders tried to pay to wallets.</summary>
    public IReadOnlyList<Gift> Gifts { get; init; } = [];

    /// <summary>Slot after which every deposit has to be told; what came before may be older than the books.</summary>
    public ulong JudgedFrom { get; init; }

    public required IReadOnlyList<IntentNotes> Intents { get; init; }

    /// <summary>Every transaction of every finalized block, in order.</summary>
    public required IReadOnlyList<ChainTransaction> Chain { get; init; }

    /// <summary>Every delivery of an event, in the order of arrival.</summary>
    public required IReadOnlyList<EventNote> Events { get; init; }

    /// <summary>What the service told of balances at the end, by wallet id.</summary>
    public required IReadOnlyDictionary<string, FinalBalance> Balances { get; init; }
}

/// <summary>A wallet as the service sees it once everything is drained.</summary>
/// <param name="Tokens">What its associated token accounts hold, by mint.</param>
public sealed record FinalBalance(ulong Lamports, ulong Reserved, IReadOnlyDictionary<string, FinalTokens> Tokens);

/// <summary>A token account as the service sees it, in base units.</summary>
public sealed record FinalTokens(ulong Amount, ulong Reserved);

/// <summary>Something that must never be.</summary>
/// <param name="Rule">The check that found it.</param>
/// <param name="Intent">The intent concerned, if it is one.</param>
public sealed record Violation(string Rule, string Text, IntentNotes? Intent = null);
