using Npgsql;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Events;

internal sealed class PostgresOutbox(PostgresDatabase database, PostgresConnections connections, FieldCipher cipher, TimeProvider time)
    : IOutbox, IAsyncDisposable
{
    private const int TrimBatch = 10_000;

    private readonly NotificationListener listener = new(connections, "outbox");

    public async Task<IReadOnlyList<OutboxEvent>> ReadAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await database.RepeatableAsync(
            "outbox.read",
            statements => statements.QueryAsync<OutboxRow>(
                $"SELECT {OutboxRow.Columns} FROM outbox WHERE position IS NULL ORDER BY id LIMIT @limit", new { limit }),
            cancellationToken);
        await cipher.TryPrepareAsync(rows.Select(row => row.LabelSealed), cancellationToken);
        return [.. rows.Select(row => row.ToEvent(cipher))];
    }

    /// <summary>
    /// Gives each event the next position. The row lock of outbox_positions is held until the commit, so positions become visible in
    /// their order, also while a relay that has lost its turn marks what it had published before.
    /// </summary>
    public Task MarkPublishedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => database.RepeatableAsync(
        "outbox.mark",
        statements => statements.ExecuteAsync(
            """
            SELECT FROM outbox_positions FOR UPDATE;

            WITH marked AS (
                SELECT id, row_number() OVER (ORDER BY id) AS place FROM outbox WHERE id = ANY (@ids) AND position IS NULL
            ), positions AS (
                UPDATE outbox_positions SET last = last + (SELECT count(*) FROM marked)
                RETURNING last - (SELECT count(*) FROM marked) AS before
            )
            UPDATE outbox SET published_at = @now, position = positions.before + marked.place
            FROM marked, positions
            WHERE outbox.id = marked.id;

            SELECT pg_notify('outbox_published', '');
            """,
            new { ids = ids.ToArray(), now = time.GetUtcNow() }),
        cancellationToken);

    /// <summary>The right is an advisory lock of a connection: the server takes it back when the connection ends, however it ends.</summary>
    public async Task<IRelayTurn?> TryBecomeRelayAsync(CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await connections.Dedicated.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({AdvisoryLocks.Relay}, 0)", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                var turn = new PostgresRelayTurn(connection);
                connection = null;
                return turn;
            }

            return null;
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw new PortUnavailableException("postgres", "The outbox can't be reached.", exception);
        }
        finally
        {
            if (connection is not null)
            {
                await connection.DisposeAsync();
            }
        }
    }

    public Task WaitForMoreAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        listener.WaitAsync("SELECT EXISTS (SELECT FROM outbox WHERE position IS NULL)", atMost, cancellationToken);

    /// <summary>Deletes from the oldest position on, so that what is left has no holes, and says up to where in the same transaction.</summary>
    public Task<int> TrimAsync(DateTimeOffset publishedBefore, CancellationToken cancellationToken) => database.RepeatableAsync(
        "outbox.trim",
        statements => statements.QuerySingleOrDefaultAsync<int>(
            """
            WITH kept AS (
                SELECT position FROM outbox WHERE position IS NOT NULL AND published_at >= @publishedBefore ORDER BY position LIMIT 1
            ), deleted AS (
                DELETE FROM outbox
                WHERE position IN (
                    SELECT position FROM outbox
                    WHERE position < coalesce((SELECT position FROM kept), (SELECT last + 1 FROM outbox_positions))
                    ORDER BY position LIMIT @batch)
                RETURNING position
            ), trimmed AS (
                UPDATE outbox_positions SET trimmed = greatest(trimmed, (SELECT max(position) FROM deleted))
                WHERE EXISTS (SELECT FROM deleted)
            )
            SELECT count(*)::integer FROM deleted
            """,
            new { publishedBefore, batch = TrimBatch }),
        cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
