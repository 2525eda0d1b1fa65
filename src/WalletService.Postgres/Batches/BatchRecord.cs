using WalletService.Domain.Batches;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Batches;

/// <summary>A row of <c>batches</c>.</summary>
internal sealed record BatchRecord
{
    /// <summary>To be selected from <c>batches</c>.</summary>
    public const string Columns =
        """
        batches.id, batches.wallet_id AS WalletId, batches.user_id AS UserId, batches.caller, batches.mint, batches.amount_meaning AS AmountMeaning,
               batches.memo, batches.idempotency_key AS IdempotencyKey, batches.fingerprint, batches.status, batches.version,
               batches.deadline, batches.row_count AS RowCount, batches.rejected_rows AS RejectedRows, batches.parts,
               batches.ended_parts AS EndedParts, batches.paid_rows AS PaidRows, batches.unpaid_rows AS UnpaidRows,
               batches.received_at AS ReceivedAt, batches.planned_at AS PlannedAt, batches.ended_at AS EndedAt
        """;

    /// <summary>To be followed by a condition on <c>batches</c>.</summary>
    public const string Select = $"SELECT {Columns} FROM batches";

    public Guid Id { get; init; }

    public Guid WalletId { get; init; }

    public string UserId { get; init; } = string.Empty;

    public string Caller { get; init; } = string.Empty;

    public string? Mint { get; init; }

    public string AmountMeaning { get; init; } = string.Empty;

    public string? Memo { get; init; }

    public string IdempotencyKey { get; init; } = string.Empty;

    public string Fingerprint { get; init; } = string.Empty;

    public string Status { get; init; } = string.Empty;

    public long Version { get; init; }

    public DateTime Deadline { get; init; }

    public int RowCount { get; init; }

    public int RejectedRows { get; init; }

    public int Parts { get; init; }

    public int EndedParts { get; init; }

    public int PaidRows { get; init; }

    public int UnpaidRows { get; init; }

    public DateTime ReceivedAt { get; init; }

    public DateTime? PlannedAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public Batch ToBatch() => new()
    {
        Id = BatchId.From(Id),
        WalletId = Domain.Values.WalletId.From(WalletId),
        UserId = Domain.Values.UserId.Parse(UserId),
        Caller = CallerId.Restore(Caller),
        Mint = Mint is null ? null : SolanaAddress.Parse(Mint),
        Meaning = Enum.Parse<TokenAmountMeaning>(AmountMeaning),
        Memo = Memo,
        IdempotencyKey = Domain.Values.IdempotencyKey.Parse(IdempotencyKey),
        Fingerprint = RequestFingerprint.Restore(Fingerprint),
        Status = Enum.Parse<BatchStatus>(Status),
        Version = Version,
        Deadline = Deadline.AsUtc(),
        RowCount = RowCount,
        Progress = new BatchProgress(RejectedRows, Parts, EndedParts, PaidRows, UnpaidRows),
        Times = new BatchTimes { ReceivedAt = ReceivedAt.AsUtc(), PlannedAt = PlannedAt.AsUtc(), EndedAt = EndedAt.AsUtc() },
    };
}
