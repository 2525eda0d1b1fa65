using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Auditing;

/// <summary>The chain of the service. Entries that come at the same time are written with one transaction.</summary>
internal sealed class PostgresAuditTrail : IAuditTrail, IAsyncDisposable
{
    private const string Operation = "audit.record";

    private readonly PostgresDatabase database;
    private readonly PostgresTelemetry telemetry;
    private readonly TimeProvider time;
    private readonly CallGatherer<WaitingEntry> gatherer;

    public PostgresAuditTrail(PostgresDatabase database, PostgresTelemetry telemetry, TimeProvider time)
    {
        this.database = database;
        this.telemetry = telemetry;
        this.time = time;
        gatherer = new CallGatherer<WaitingEntry>(WriteAsync);
    }

    public Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken) =>
        gatherer.RunAsync(new WaitingEntry(draft), cancellationToken);

    public Task<AuditEntry?> FindNewestAsync(string action, CancellationToken cancellationToken) => database.RepeatableAsync(
        "audit.newest",
        async statements =>
        {
            var row = await statements.QuerySingleOrDefaultAsync<AuditRow>(
                $"SELECT {AuditRow.Columns} FROM audit_log WHERE wallet_id IS NULL AND action = @action ORDER BY id DESC LIMIT 1",
                new { action });
            return row?.ToEntry();
        },
        cancellationToken);

    public ValueTask DisposeAsync() => gatherer.DisposeAsync();

    private async Task WriteAsync(IReadOnlyList<WaitingEntry> waiting)
    {
        telemetry.Gathered(Operation, waiting.Count);
        await database.TransactAsync(
            Operation,
            async transaction =>
            {
                await transaction.CommitWithAsync(
                    await AuditWrites.AppendToServiceAsync(transaction, waiting.Select(entry => entry.Draft), time.GetUtcNow()));
                return true;
            },
            CancellationToken.None);
        foreach (var entry in waiting)
        {
            entry.Complete();
        }
    }

    private sealed class WaitingEntry(AuditDraft draft) : GatheredCall
    {
        public AuditDraft Draft => draft;
    }
}
