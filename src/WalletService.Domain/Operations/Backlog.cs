using WalletService.Domain.Transactions;

namespace WalletService.Domain.Operations;

/// <summary>What the service has before it, of all instances: a picture for operators. Nothing is decided by it.</summary>
public sealed record Backlog
{
    /// <summary>One for each state in which there are open transfers.</summary>
    public required IReadOnlyList<OpenTransfers> Transfers { get; init; }

    /// <summary>What open transfers hold back of all wallets' funds, in lamports.</summary>
    public required decimal ReservedLamports { get; init; }

    /// <summary>Batch payments that have not ended.</summary>
    public required long OpenBatches { get; init; }

    /// <summary>Events that are committed and not published yet.</summary>
    public required long UnpublishedEvents { get; init; }

    /// <summary>When the oldest of them happened; null when there is none.</summary>
    public DateTimeOffset? OldestUnpublishedAt { get; init; }

    /// <summary>The last booked block; null until the books are opened.</summary>
    public ulong? BookedSlot { get; init; }

    /// <summary>Accounts whose books differed from the chain when they were last compared.</summary>
    public required long DifferingAccounts { get; init; }
}

/// <param name="Status">Not an end.</param>
/// <param name="Count">How many transfers are in it.</param>
/// <param name="OldestSince">
/// When the oldest of them became ready to be signed or, of those that were not yet, was asked for. Approvals may take people hours, and
/// a transfer that has just got its last one is not late; one that is signed again and again keeps its time.
/// </param>
public sealed record OpenTransfers(TransferStatus Status, long Count, DateTimeOffset OldestSince);
