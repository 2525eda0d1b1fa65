using System.Diagnostics;
using Npgsql;

namespace WalletService.Benchmarks.Servers;

/// <summary>Knows whether the service has something left to do: transfers without an end, events that were not published.</summary>
internal sealed class OpenWork
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly string connectionString;

    /// <param name="connectionString">To the service's database.</param>
    public OpenWork(string connectionString)
    {
        // These questions are not the service's, so they are not counted among its statements.
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c pg_stat_statements.track=none" };
        this.connectionString = settings.ConnectionString;
    }

    /// <summary>Returns once there is nothing left to do.</summary>
    public async Task EndAsync()
    {
        var waited = Stopwatch.StartNew();
        while (await IsLeftAsync())
        {
            if (waited.Elapsed >= Deadline)
            {
                throw new InvalidOperationException($"The service did not finish its work within {Deadline.TotalSeconds} s.");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Connections of the service to its database.</summary>
    public async Task<int> CountConnectionsAsync() =>
        (int)(long)(await ReadAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'WalletService'"))!;

    /// <summary>Transfers that were finalized, each once: with exactly one attempt that landed.</summary>
    public async Task<long> CountPaidOnceAsync() => (long)(await ReadAsync(
        """
        SELECT count(*) FROM transfers
        WHERE status = 'Finalized' AND (SELECT count(*) FROM transfer_attempts WHERE transfer_id = transfers.id AND outcome = 'landed') = 1
        """))!;

    private async Task<bool> IsLeftAsync() => await ReadAsync(
        """
        SELECT EXISTS (SELECT FROM transfers WHERE ended_at IS NULL)
            OR EXISTS (SELECT FROM outbox WHERE published_at IS NULL)
        """) is true;

    private async Task<object?> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
