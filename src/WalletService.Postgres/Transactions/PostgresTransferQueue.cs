using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Transactions;

/// <summary>Leases as columns of the transfer. Every statement may be repeated: a lease that nobody learns of runs out by itself.</summary>
internal sealed class PostgresTransferQueue(PostgresDatabase database, TimeProvider time) : ITransferQueue
{
    public Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<Transfer>>(
            "transfer.claim",
            async statements =>
            {
                var now = time.GetUtcNow();
                var rows = await statements.QueryAsync<TransferRow>(
                    $"""
                    WITH free AS (
                        SELECT id
                        FROM transfers
                        WHERE status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled')
                          AND due_at <= @now AND (lease_until IS NULL OR lease_until <= @now)
                        ORDER BY due_at, received_at, id
                        LIMIT @limit
                        FOR NO KEY UPDATE SKIP LOCKED),
                    claimed AS (
                        UPDATE transfers
                        SET version = version + 1, lease_owner = @owner, lease_until = @until
                        FROM free
                        WHERE transfers.id = free.id
                        RETURNING transfers.*)
                    SELECT {TransferRow.Columns}
                    FROM claimed AS transfers {TransferRow.NewestAttempt}
                    ORDER BY transfers.due_at, transfers.received_at, transfers.id
                    """,
                    new { owner, limit, now, until = now + lease });
                return [.. rows.Select(row => row.ToTransfer())];
            },
            cancellationToken);

    public Task<IReadOnlySet<TransactionId>> RenewAsync(
        string owner, IReadOnlyCollection<TransactionId> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlySet<TransactionId>>(
            "transfer.renew",
            async statements =>
            {
                // Locked in the order in which changes lock them, so that the two never wait in a circle.
                var held = await statements.QueryAsync<Guid>(
                    """
                    WITH held AS (
                        SELECT id FROM transfers WHERE id = ANY (@ids) AND lease_owner = @owner ORDER BY id FOR NO KEY UPDATE)
                    UPDATE transfers SET lease_until = @until FROM held WHERE transfers.id = held.id RETURNING transfers.id
                    """,
                    new { owner, ids = ids.Select(id => id.Value).ToArray(), until = time.GetUtcNow() + lease });
                return held.Select(TransactionId.From).ToHashSet();
            },
            cancellationToken);

    public Task ReleaseAsync(string owner, TransactionId id, TimeSpan delay, CancellationToken cancellationToken) =>
        database.RepeatableAsync(
            "transfer.release",
            statements => statements.ExecuteAsync(
                """
                UPDATE transfers SET lease_owner = NULL, lease_until = NULL, due_at = @due WHERE id = @id AND lease_owner = @owner
                """,
                new { owner, id = id.Value, due = time.GetUtcNow() + delay }),
            cancellationToken);
}
