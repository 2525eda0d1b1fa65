using System.Collections.Concurrent;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.TestKit.Fakes;

/// <summary>The tokens of the chain in memory.</summary>
public sealed partial class FakeLedger
{
    /// <summary>What a token account costs on this chain.</summary>
    public const ulong AccountRent = 1_488_440;

    private readonly ConcurrentDictionary<(string Owner, string Mint), ulong> holdings = new();

    /// <summary>What is known of each mint; an address that is not among them is no mint.</summary>
    public ConcurrentDictionary<string, MintFacts> Mints { get; } = new(StringComparer.Ordinal);

    /// <summary>Wallets whose token accounts are frozen.</summary>
    public ConcurrentDictionary<string, bool> Frozen { get; } = new(StringComparer.Ordinal);

    /// <summary>Wallets whose token accounts demand a memo.</summary>
    public ConcurrentDictionary<string, bool> RequiringMemo { get; } = new(StringComparer.Ordinal);

    /// <summary>A plain mint.</summary>
    public static MintFacts PlainMint(byte decimals = 6) => new()
    {
        Program = SolanaAddress.Parse(WellKnownAddresses.TokenProgram.ToString()),
        Decimals = decimals,
        Refusal = null,
        IsPaused = false,
        TransferFee = null,
        HookAccounts = [],
    };

    public void FundTokens(SolanaAddress owner, SolanaAddress mint, ulong baseUnits) =>
        holdings.AddOrUpdate((owner.Value, mint.Value), baseUnits, (_, old) => old + baseUnits);

    /// <summary>Null when the owner has no account for the mint.</summary>
    public ulong? TokensOf(SolanaAddress owner, SolanaAddress mint) =>
        holdings.TryGetValue((owner.Value, mint.Value), out var amount) ? amount : null;

    public Task<TokenTransferFacts> GetTransferFactsAsync(
        SolanaAddress source, SolanaAddress recipient, SolanaAddress mint, ulong minimumSlot, CancellationToken cancellationToken)
    {
        ThrowWhenFailing();
        lock (gate)
        {
            return Task.FromResult(FactsOf(source, recipient, mint));
        }
    }

    /// <summary>An owner has one account of each mint here: the associated one.</summary>
    public async Task<TokenTransferFacts> GetAccountFactsAsync(
        SolanaAddress source,
        SolanaAddress sourceAccount,
        SolanaAddress recipient,
        SolanaAddress mint,
        ulong minimumSlot,
        CancellationToken cancellationToken)
    {
        var facts = await GetTransferFactsAsync(source, recipient, mint, minimumSlot, cancellationToken);
        return facts.AccountAddresses?.Source == sourceAccount ? facts : facts with { SourceAccount = null };
    }

    private TokenTransferFacts FactsOf(SolanaAddress source, SolanaAddress recipient, SolanaAddress mint)
    {
        var facts = Mints.GetValueOrDefault(mint.Value);
        var balance = BalanceOf(recipient);
        return new TokenTransferFacts
        {
            Slot = Height,
            Mint = facts,
            SourceBalance = new Lamports(BalanceOf(source)),
            SourceMinimum = new Lamports(RentMinimum),
            SourceAccount = AccountOf(source, mint),
            Recipient = new RecipientAccount(
                Ed25519.IsOnCurve(recipient.Bytes.Span),
                Kinds.GetValueOrDefault(recipient.Value, balance == 0 ? RecipientKind.Missing : RecipientKind.Wallet),
                new Lamports(balance)),
            RecipientAccount = AccountOf(recipient, mint),
            AccountAddresses = facts is null ? null : (AccountAddress(source, facts, mint), AccountAddress(recipient, facts, mint)),
            AccountRent = new Lamports(AccountRent),
        };
    }

    private static SolanaAddress AccountAddress(SolanaAddress owner, MintFacts facts, SolanaAddress mint) => SolanaAddress.Parse(
        AssociatedTokenProgram.FindAddress(Address.Parse(owner.Value), Address.Parse(facts.Program.Value), Address.Parse(mint.Value)).ToString());

    private TokenAccountFacts? AccountOf(SolanaAddress owner, SolanaAddress mint) => TokensOf(owner, mint) is { } amount
        ? new TokenAccountFacts
        {
            Owner = owner,
            Amount = amount,
            IsFrozen = Frozen.ContainsKey(owner.Value),
            RequiresMemo = RequiringMemo.ContainsKey(owner.Value),
        }
        : null;

    private FakeMessage MessageOf(TransferOrder order, uint variation)
    {
        if (order is SolTransferOrder { Parts: var payments })
        {
            var sol = payments[0];
            return new FakeMessage(
                order.Source.Value,
                sol.Recipient.Value,
                sol.Lamports.Value,
                order.Memo,
                Height,
                variation,
                Others: WriteOthers(payments.Skip(1).Select(part => new OtherPayment(part.Recipient.Value, part.Lamports.Value, 0, 0))));
        }

        if (order is AccountClosingOrder closing)
        {
            return new FakeMessage(
                order.Source.Value, closing.RentTo.Value, 0, Memo: null, Height, variation, closing.Mint.Value, Closed: closing.Account.Value);
        }

        var movement = ((TokenTransferOrder)order).Movement;
        var part = movement.Parts[0];
        return new FakeMessage(
            order.Source.Value,
            part.Recipient.Value,
            part.CreatesAccount ? AccountRent : 0,
            order.Memo,
            Height,
            variation,
            movement.Mint.Value,
            part.Amount,
            part.TransferFee ?? 0,
            WriteOthers(movement.Parts.Skip(1).Select(other => new OtherPayment(
                other.Recipient.Value, other.CreatesAccount ? AccountRent : 0, other.Amount, other.TransferFee ?? 0))));
    }

    /// <summary>False when there are too few.</summary>
    private bool MoveTokens(FakeMessage message)
    {
        if (message.Mint is not { } mint)
        {
            return true;
        }

        var source = holdings.GetValueOrDefault((message.Source, mint));
        if (message.Closed is not null)
        {
            return source == 0 && holdings.TryRemove((message.Source, mint), out _);
        }

        var total = message.Tokens + ReadOthers(message).Aggregate(0UL, (sum, other) => sum + other.Tokens);
        if (source < total)
        {
            return false;
        }

        holdings[(message.Source, mint)] = source - total;
        holdings.AddOrUpdate(
            (message.Recipient, mint), message.Tokens - message.Withheld, (_, old) => old + message.Tokens - message.Withheld);
        return true;
    }

    private static ulong RentReturned(FakeMessage message) => message.Closed is null ? 0 : AccountRent;

    /// <summary>Null when it pays no tokens.</summary>
    private (ulong Source, ulong Recipient)? HoldingsOf(FakeMessage message) => message.Mint is { } mint
        ? (holdings.GetValueOrDefault((message.Source, mint)), holdings.GetValueOrDefault((message.Recipient, mint)))
        : null;

    private static TokenBalances? BalancesOf((ulong Source, ulong Recipient)? before, (ulong Source, ulong Recipient)? after) =>
        before is { } earlier && after is { } later
            ? new TokenBalances(earlier.Source, later.Source, earlier.Recipient, later.Recipient)
            : null;
}
