using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Batches;

/// <summary>Leases as columns of the batch. Every statement may be repeated: a lease that nobody learns of runs out by itself.</summary>
internal sealed class PostgresBatchQueue(PostgresDatabase database, TimeProvider time) : IBatchQueue
{
    public Task<IReadOnlyList<Batch>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<Batch>>(
            "batch.claim",
            async statements =>
            {
                var now = time.GetUtcNow();
                var rows = await statements.QueryAsync<BatchRecord>(
                    $"""
                    WITH free AS (
                        SELECT id
                        FROM batches
                        WHERE status <> 'Ended' AND due_at <= @now AND (lease_until IS NULL OR lease_until <= @now)
                        ORDER BY due_at, id
                        LIMIT @limit
                        FOR NO KEY UPDATE SKIP LOCKED),
                    claimed AS (
                        UPDATE batches
                        SET lease_owner = @owner, lease_until = @until
                        FROM free
                        WHERE batches.id = free.id
                        RETURNING batches.*)
                    SELECT {BatchRecord.Columns} FROM claimed AS batches ORDER BY batches.due_at, batches.id
                    """,
                    new { owner, limit, now, until = now + lease });
                return [.. rows.Select(row => row.ToBatch())];
            },
            cancellationToken);

    public Task ReleaseAsync(string owner, BatchId id, TimeSpan delay, CancellationToken cancellationToken) =>
        database.RepeatableAsync(
            "batch.release",
            statements => statements.ExecuteAsync(
                """
                UPDATE batches SET lease_owner = NULL, lease_until = NULL, due_at = @due WHERE id = @id AND lease_owner = @owner
                """,
                new { owner, id = id.Value, due = time.GetUtcNow() + delay }),
            cancellationToken);
}
