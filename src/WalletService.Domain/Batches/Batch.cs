using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>
/// An intent to pay many recipients of one wallet, in SOL or in one token, with as few transactions as hold them. Changed by
/// conditional updates of the store only.
/// </summary>
public sealed record Batch
{
    public required BatchId Id { get; init; }

    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The calling service that asked, of the batch and of each of its transfers.</summary>
    public required CallerId Caller { get; init; }

    /// <summary>The token that is paid; null for SOL.</summary>
    public SolanaAddress? Mint { get; init; }

    /// <summary>What the rows' quantities count, when the mint withholds a fee.</summary>
    public TokenAmountMeaning Meaning { get; init; }

    /// <summary>UTF-8 text for the Memo program, in every transaction; or null.</summary>
    public string? Memo { get; init; }

    public required IdempotencyKey IdempotencyKey { get; init; }

    public required RequestFingerprint Fingerprint { get; init; }

    public required BatchStatus Status { get; init; }

    /// <summary>Grows with every change; a write with an old version changes nothing.</summary>
    public required long Version { get; init; }

    /// <summary>Nothing is planned or signed for the batch after it.</summary>
    public required DateTimeOffset Deadline { get; init; }

    public required int RowCount { get; init; }

    public BatchProgress Progress { get; init; } = BatchProgress.None;

    public required BatchTimes Times { get; init; }

    /// <summary>The batch once its plan is settled.</summary>
    public Batch Planned(BatchPlan plan, DateTimeOffset at) => Moved(BatchStatus.Received, BatchStatus.Planned) with
    {
        Progress = new BatchProgress(plan.Refused.Count, plan.Parts.Count, EndedParts: 0, PaidRows: 0, UnpaidRows: plan.Refused.Count),
        Times = Times with { PlannedAt = at },
    };

    /// <summary>The batch once every part is a transfer.</summary>
    public Batch Started() => Moved(BatchStatus.Planned, BatchStatus.Running);

    /// <summary>The running batch when more of its parts have ended; the last of them ends it.</summary>
    public Batch Advanced(BatchProgress progress, DateTimeOffset at) => progress.EndedParts < progress.Parts
        ? this with { Version = Version + 1, Progress = progress }
        : Moved(BatchStatus.Running, BatchStatus.Ended) with { Progress = progress, Times = Times with { EndedAt = at } };

    private Batch Moved(BatchStatus from, BatchStatus to) => Status == from
        ? this with { Status = to, Version = Version + 1 }
        : throw new InvalidOperationException($"A batch does not move from {Status} to {to}.");
}

public enum BatchStatus
{
    /// <summary>Committed; no recipient was looked at yet.</summary>
    Received,

    /// <summary>Which rows are refused, and which transaction pays each of the others, is settled for good.</summary>
    Planned,

    /// <summary>Each transaction is a transfer of its own, on its way to its end.</summary>
    Running,

    /// <summary>Every transaction has come to its end. An end.</summary>
    Ended,
}

/// <summary>How far a batch has come.</summary>
/// <param name="RejectedRows">Rows that no transaction pays, because something stands against them.</param>
/// <param name="Parts">Transactions.</param>
/// <param name="EndedParts">Transactions that have come to their end, whichever it is.</param>
/// <param name="PaidRows">Rows whose transactions are finalized.</param>
/// <param name="UnpaidRows">Rejected rows, and those whose transactions have ended without paying.</param>
public sealed record BatchProgress(int RejectedRows, int Parts, int EndedParts, int PaidRows, int UnpaidRows)
{
    public static BatchProgress None { get; } = new(0, 0, 0, 0, 0);
}

/// <summary>When the service saw each step (its own clock, UTC).</summary>
public sealed record BatchTimes
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? PlannedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <summary>One payment of a batch.</summary>
public sealed record BatchRow
{
    /// <summary>1 for the first row of the request.</summary>
    public required int Number { get; init; }

    public required SolanaAddress Recipient { get; init; }

    /// <summary>SOL, or tokens of the batch's mint.</summary>
    public required TokenQuantity Quantity { get; init; }

    /// <summary>What the caller calls the row; not interpreted.</summary>
    public string? Reference { get; init; }

    /// <summary>The part that pays the row; null while nothing is planned, and for a rejected row.</summary>
    public int? Part { get; init; }

    /// <summary>Why the row was rejected when the batch was planned.</summary>
    public WalletError? Error { get; init; }
}

/// <summary>One transaction of a batch.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="TransactionId">The transfer that it becomes; given with the plan, so that it becomes one only once.</param>
/// <param name="Rows">The numbers of the rows that it pays.</param>
public sealed record BatchPart(int Number, TransactionId TransactionId, IReadOnlyList<int> Rows);

/// <summary>How a batch is carried out. It is settled once.</summary>
public sealed record BatchPlan(IReadOnlyList<BatchPart> Parts, IReadOnlyList<RefusedRow> Refused);

/// <summary>A row that no transaction pays.</summary>
public sealed record RefusedRow(int Row, WalletError Error);
