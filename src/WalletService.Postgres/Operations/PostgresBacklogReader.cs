using WalletService.Domain.Operations;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Operations;

/// <summary>One query over the partial indexes of what is open: it costs as much as there is open, however long the history.</summary>
internal sealed class PostgresBacklogReader(PostgresDatabase database) : IBacklogReader
{
    private const string Sql =
        """
        SELECT 'transfers' AS part, status AS state, count(*)::numeric AS amount, min(coalesce(ready_at, received_at)) AS since
        FROM transfers
        WHERE status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled')
        GROUP BY status
        UNION ALL SELECT 'reserved', NULL, coalesce(sum(reserved), 0), NULL FROM transfers WHERE reserved > 0
        UNION ALL SELECT 'batches', NULL, count(*), NULL FROM batches WHERE status <> 'Ended'
        UNION ALL SELECT 'events', NULL, count(*), min(occurred_at) FROM outbox WHERE position IS NULL
        UNION ALL SELECT 'books', NULL, slot, NULL FROM deposit_books
        UNION ALL SELECT 'differences', NULL, count(*), NULL FROM ledger_accounts WHERE difference IS NOT NULL
        """;

    public Task<Backlog> ReadAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "backlog.read", async statements => Picture(await statements.QueryAsync<Row>(Sql, new { })), cancellationToken);

    private static Backlog Picture(IReadOnlyList<Row> rows)
    {
        var parts = rows.Where(row => row.State is null).ToDictionary(row => row.Part, StringComparer.Ordinal);
        return new Backlog
        {
            Transfers =
            [
                .. rows.Where(row => row.State is not null).Select(row => new OpenTransfers(
                    Enum.Parse<TransferStatus>(row.State!), (long)row.Amount!.Value, row.Since!.Value.AsUtc())),
            ],
            ReservedLamports = parts["reserved"].Amount ?? 0,
            OpenBatches = Count("batches"),
            UnpublishedEvents = Count("events"),
            OldestUnpublishedAt = parts["events"].Since.AsUtc(),
            BookedSlot = (ulong?)parts["books"].Amount,
            DifferingAccounts = Count("differences"),
        };

        long Count(string part) => (long)(parts[part].Amount ?? 0);
    }

    internal sealed record Row(string Part, string? State, decimal? Amount, DateTime? Since);
}
