using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>What the store has about the blocks that are to be booked, read under the lock of the books.</summary>
public sealed record BooksView
{
    /// <summary>When the books were opened: what wallets older than that held before is their opening balance.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>The wallets that the blocks mention, by address.</summary>
    public required IReadOnlyDictionary<SolanaAddress, WatchedWallet> Wallets { get; init; }

    /// <summary>Those transactions of the blocks that this service has signed for transfers.</summary>
    public required IReadOnlyDictionary<TransactionSignature, OwnTransaction> Own { get; init; }

    /// <summary>Those signatures in the blocks that callers were given over transactions of their own.</summary>
    public required IReadOnlySet<GivenSignature> Given { get; init; }

    /// <summary>What the accounts that the blocks mention hold by the books.</summary>
    public required IReadOnlyDictionary<BookAccount, ulong> Balances { get; init; }

    /// <summary>Deposits of the blocks' transactions that are known already, and those still only detected in blocks as old.</summary>
    public required IReadOnlyList<Deposit> Deposits { get; init; }
}

/// <summary>What is to be written of some blocks, in one database transaction.</summary>
public sealed record Bookings
{
    /// <summary>In the order of the chain.</summary>
    public required IReadOnlyList<LedgerEntry> Entries { get; init; }

    /// <summary>What the changed accounts hold by the books now.</summary>
    public required IReadOnlyDictionary<BookAccount, ulong> Balances { get; init; }

    /// <summary>New or changed ones, as they are to be stored.</summary>
    public required IReadOnlyList<Deposit> Deposits { get; init; }

    /// <summary>Events and audit entries, in the order in which wallets are to number them.</summary>
    public required IReadOnlyList<WalletNote> Notes { get; init; }
}

/// <summary>Events of a wallet with their audit entry.</summary>
public sealed record WalletNote(WalletId WalletId, AuditDraft Audit, IReadOnlyList<EventDraft> Events);
