using Npgsql;
using WalletService.Domain.Batches;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Batches;

/// <summary>What is written of batches.</summary>
internal static class BatchStatements
{
    public static NpgsqlBatchCommand Insert(Batch batch, DateTimeOffset dueAt) => Statement.Of(
        """
        INSERT INTO batches (
            id, wallet_id, user_id, mint, amount_meaning, memo, idempotency_key, fingerprint, status, version, deadline, row_count,
            received_at, due_at, caller)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        """,
        Statement.Parameter(batch.Id.Value),
        Statement.Parameter(batch.WalletId.Value),
        Statement.Parameter(batch.UserId.Value),
        Statement.Parameter(batch.Mint?.Value),
        Statement.Parameter(batch.Meaning.ToString()),
        Statement.Parameter(batch.Memo),
        Statement.Parameter(batch.IdempotencyKey.Value),
        Statement.Parameter(batch.Fingerprint.Value),
        Statement.Parameter(batch.Status.ToString()),
        Statement.Parameter(batch.Version),
        Statement.Parameter(batch.Deadline),
        Statement.Parameter(batch.RowCount),
        Statement.Parameter(batch.Times.ReceivedAt),
        Statement.Parameter(dueAt),
        Statement.Parameter(batch.Caller.Value));

    public static NpgsqlBatchCommand InsertRows(Batch batch, IReadOnlyList<BatchRow> rows) => Statement.Of(
        """
        INSERT INTO batch_rows (batch_id, user_id, number, recipient, quantity, reference)
        SELECT $1, $2, row.number, row.recipient, row.quantity, row.reference
        FROM unnest($3, $4, $5, $6) AS row (number, recipient, quantity, reference)
        """,
        Statement.Parameter(batch.Id.Value),
        Statement.Parameter(batch.UserId.Value),
        rows.Column(row => row.Number),
        rows.Column(row => row.Recipient.Value),
        rows.Column(row => row.Quantity.ToString()),
        rows.Column(row => row.Reference));

    /// <summary>The parts, and what each row belongs to.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Plan(BatchId id, BatchPlan plan)
    {
        yield return Statement.Of(
            """
            INSERT INTO batch_parts (batch_id, number, transaction_id)
            SELECT $1, part.number, part.transaction_id FROM unnest($2, $3) AS part (number, transaction_id)
            """,
            Statement.Parameter(id.Value),
            plan.Parts.Column(part => part.Number),
            plan.Parts.Column(part => part.TransactionId.Value));

        (int Row, int? Part, string? Error)[] settled =
        [
            .. plan.Parts.SelectMany(part => part.Rows, (part, row) => (row, (int?)part.Number, (string?)null)),
            .. plan.Refused.Select(refused => (refused.Row, (int?)null, StoredJson.Write(refused.Error))),
        ];
        yield return Statement.Of(
            """
            UPDATE batch_rows
            SET part = settled.part, error = settled.error::jsonb
            FROM unnest($2, $3, $4) AS settled (number, part, error)
            WHERE batch_rows.batch_id = $1 AND batch_rows.number = settled.number
            """,
            Statement.Parameter(id.Value),
            settled.Column(row => row.Row),
            settled.Column(row => row.Part),
            settled.Column(row => row.Error));
    }

    /// <summary>Everything that a change can change, when the row is locked. An ended batch is nobody's work any more.</summary>
    public static NpgsqlBatchCommand Update(Batch next) => Statement.Of(
        """
        UPDATE batches
        SET status = $2, version = $3, rejected_rows = $4, parts = $5, ended_parts = $6, paid_rows = $7, unpaid_rows = $8,
            planned_at = $9, ended_at = $10,
            lease_owner = CASE WHEN $2 = 'Ended' THEN NULL ELSE lease_owner END,
            lease_until = CASE WHEN $2 = 'Ended' THEN NULL ELSE lease_until END
        WHERE id = $1
        """,
        Statement.Parameter(next.Id.Value),
        Statement.Parameter(next.Status.ToString()),
        Statement.Parameter(next.Version),
        Statement.Parameter(next.Progress.RejectedRows),
        Statement.Parameter(next.Progress.Parts),
        Statement.Parameter(next.Progress.EndedParts),
        Statement.Parameter(next.Progress.PaidRows),
        Statement.Parameter(next.Progress.UnpaidRows),
        Statement.Parameter(next.Times.PlannedAt),
        Statement.Parameter(next.Times.EndedAt));
}
