using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Events;

internal sealed class PostgresServiceEvents(PostgresDatabase database, TimeProvider time) : IServiceEvents
{
    public Task AddAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
    {
        // The same ids for all tries: the statement may run again after a lost connection.
        var now = time.GetUtcNow();
        var eventIds = drafts.Select(_ => Guid.CreateVersion7(now)).ToArray();
        return database.RepeatableAsync(
            "outbox.add",
            statements => statements.ExecuteAsync(
                """
                INSERT INTO outbox (event_id, topic, type, version, occurred_at, data, trace_parent)
                SELECT event.id, event.topic, event.type, @version, @now, event.data::jsonb, event.trace_parent
                FROM unnest(@eventIds, @topics, @types, @contents, @traceParents) WITH ORDINALITY
                    AS event (id, topic, type, data, trace_parent, position)
                ORDER BY event.position
                ON CONFLICT (event_id) DO NOTHING;

                SELECT pg_notify('outbox', '');
                """,
                new
                {
                    eventIds,
                    topics = drafts.Select(draft => draft.Topic).ToArray(),
                    types = drafts.Select(draft => draft.Type).ToArray(),
                    contents = drafts.Select(draft => draft.Data).ToArray(),
                    traceParents = drafts.Select(draft => draft.TraceParent).ToArray(),
                    version = EventDraft.Version,
                    now,
                }),
            cancellationToken);
    }
}
