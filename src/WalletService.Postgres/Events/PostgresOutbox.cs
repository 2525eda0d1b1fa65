using Npgsql;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Events;

internal sealed class PostgresOutbox(PostgresDatabase database, PostgresConnections connections, TimeProvider time)
    : IOutbox, IAsyncDisposable
{
    private const int TrimBatch = 10_000;

    private readonly SemaphoreSlim listening = new(1, 1);
    private NpgsqlConnection? listener;

    public Task<IReadOnlyList<OutboxEvent>> ReadAsync(int limit, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<OutboxEvent>>(
            "outbox.read",
            async statements =>
            {
                var rows = await statements.QueryAsync<OutboxRow>(
                    $"SELECT {OutboxRow.Columns} FROM outbox WHERE published_at IS NULL ORDER BY id LIMIT @limit", new { limit });
                return [.. rows.Select(row => row.ToEvent())];
            },
            cancellationToken);

    public Task MarkPublishedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) => database.RepeatableAsync(
        "outbox.mark",
        statements => statements.ExecuteAsync(
            "UPDATE outbox SET published_at = @now WHERE id = ANY (@ids)", new { ids = ids.ToArray(), now = time.GetUtcNow() }),
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

    public async Task WaitForMoreAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        await listening.WaitAsync(cancellationToken);
        try
        {
            var connection = await ListenAsync(cancellationToken);

            // Asked after LISTEN: an event committed before is found here, one committed later is notified.
            await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM outbox WHERE published_at IS NULL)", connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is not true)
            {
                await connection.WaitAsync(atMost, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            await ForgetListenerAsync();
            if (PostgresFailures.IsUnavailable(exception))
            {
                throw new PortUnavailableException("postgres", "The outbox can't be reached.", exception);
            }

            throw;
        }
        finally
        {
            listening.Release();
        }
    }

    public Task<int> TrimAsync(DateTimeOffset publishedBefore, CancellationToken cancellationToken) => database.RepeatableAsync(
        "outbox.trim",
        statements => statements.ExecuteAsync(
            """
            DELETE FROM outbox
            WHERE id IN (SELECT id FROM outbox WHERE published_at < @publishedBefore ORDER BY published_at LIMIT @batch)
            """,
            new { publishedBefore, batch = TrimBatch }),
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await ForgetListenerAsync();
        listening.Dispose();
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellationToken)
    {
        if (listener is null)
        {
            listener = await connections.Dedicated.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand("LISTEN outbox", listener);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return listener;
    }

    private async ValueTask ForgetListenerAsync()
    {
        if (Interlocked.Exchange(ref listener, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }
}
