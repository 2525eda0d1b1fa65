using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Events;

internal sealed class PostgresServiceEvents(PostgresDatabase database, TimeProvider time) : IServiceEvents
{
    public Task AddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        // One id for all tries: the statement may run again after a lost connection.
        var now = time.GetUtcNow();
        var eventId = Guid.CreateVersion7(now);
        return database.RepeatableAsync(
            "outbox.add",
            statements => statements.ExecuteAsync(
                """
                INSERT INTO outbox (event_id, topic, type, version, occurred_at, data)
                VALUES (@eventId, @topic, @type, @version, @now, @data::jsonb)
                ON CONFLICT (event_id) DO NOTHING;

                SELECT pg_notify('outbox', '');
                """,
                new { eventId, topic = draft.Topic, type = draft.Type, version = EventDraft.Version, now, data = draft.Data }),
            cancellationToken);
    }
}
