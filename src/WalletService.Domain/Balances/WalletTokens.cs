using WalletService.Domain.Values;

namespace WalletService.Domain.Balances;

/// <summary>A wallet's token accounts as seen at a slot, and what of them is free to be spent.</summary>
public sealed record WalletTokens : IWalletRead
{
    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    public required TokenHoldings Holdings { get; init; }

    /// <summary>Base units of each mint that are held back by open transfers; mints of which nothing is are left out.</summary>
    public required IReadOnlyDictionary<SolanaAddress, ulong> Reserved { get; init; }

    /// <summary>When the chain was read.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>What is held back of an account; transfers pay from associated accounts alone.</summary>
    public ulong ReservedOf(TokenHolding holding) => holding.IsAssociated ? Reserved.GetValueOrDefault(holding.Mint) : 0;

    /// <summary>What a transfer could pay from an account now: nothing while it is frozen, or when it is not the associated one.</summary>
    public ulong AvailableOf(TokenHolding holding) =>
        holding is { IsAssociated: true, State: not TokenHolding.Frozen } ? holding.Amount - Math.Min(holding.Amount, ReservedOf(holding)) : 0;
}
