using Npgsql;
using WalletService.Domain.Events;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Records;

/// <summary>The statements that write an event of the service itself beside a change.</summary>
internal static class ServiceEventWrites
{
    public static IEnumerable<NpgsqlBatchCommand> Insert(EventDraft draft, DateTimeOffset now) =>
    [
        Statement.Of(
            """
            INSERT INTO outbox (event_id, topic, type, version, occurred_at, data, trace_parent)
            VALUES ($1, $2, $3, $4, $5, $6::jsonb, $7)
            """,
            Statement.Parameter(Guid.CreateVersion7(now)),
            Statement.Parameter(draft.Topic),
            Statement.Parameter(draft.Type),
            Statement.Parameter(EventDraft.Version),
            Statement.Parameter(now),
            Statement.Parameter(draft.Data),
            Statement.Parameter(draft.TraceParent)),
        Statement.Of("NOTIFY outbox"),
    ];
}
