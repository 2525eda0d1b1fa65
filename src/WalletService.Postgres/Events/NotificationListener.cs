using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Events;

/// <summary>Waits for notifications of one channel on a connection of its own, opened when first needed and again after a loss.</summary>
internal sealed class NotificationListener(PostgresConnections connections, string channel) : IAsyncDisposable
{
    private readonly SemaphoreSlim listening = new(1, 1);
    private NpgsqlConnection? listener;

    /// <summary>Returns at once when the query answers true, else with the next notification or after <paramref name="atMost"/>.</summary>
    /// <param name="isThere">Whether there is already what is waited for.</param>
    /// <param name="atMost">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task WaitAsync(string isThere, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await listening.WaitAsync(cancellationToken);
        try
        {
            var connection = await ListenAsync(cancellationToken);

            // Asked after LISTEN: what was committed before is found here, what is committed later is notified.
            await using var command = new NpgsqlCommand(isThere, connection);
            if (await command.ExecuteScalarAsync(cancellationToken) is not true)
            {
                await connection.WaitAsync(atMost, cancellationToken);
            }
        }
        catch (Exception exception)
        {
            await ForgetAsync();
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

    public async ValueTask DisposeAsync()
    {
        await ForgetAsync();
        listening.Dispose();
    }

    private async Task<NpgsqlConnection> ListenAsync(CancellationToken cancellationToken)
    {
        if (listener is null)
        {
            listener = await connections.Dedicated.OpenConnectionAsync(cancellationToken);
            await using var command = new NpgsqlCommand($"LISTEN {channel}", listener);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        return listener;
    }

    private async ValueTask ForgetAsync()
    {
        if (Interlocked.Exchange(ref listener, null) is { } connection)
        {
            await connection.DisposeAsync();
        }
    }
}
