using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Events;

/// <summary>The advisory lock of the relay, held by a connection of its own.</summary>
internal sealed class PostgresRelayTurn(NpgsqlConnection connection) : IRelayTurn
{
    private bool ended;

    public async Task<bool> IsHeldAsync(CancellationToken cancellationToken)
    {
        if (ended)
        {
            return false;
        }

        try
        {
            // A connection that answers is the one that took the lock: Npgsql never replaces it silently.
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            await command.ExecuteScalarAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException || PostgresFailures.IsUnavailable(exception))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        try
        {
            await using var command = new NpgsqlCommand($"SELECT pg_advisory_unlock({AdvisoryLocks.Relay}, 0)", connection);
            await command.ExecuteScalarAsync();
        }
        catch (Exception exception) when (exception is InvalidOperationException || PostgresFailures.IsUnavailable(exception))
        {
            // The lock went with the connection.
        }
        finally
        {
            await connection.DisposeAsync();
        }
    }
}
