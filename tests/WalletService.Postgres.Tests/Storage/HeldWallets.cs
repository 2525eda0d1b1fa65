using Dapper;
using Npgsql;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Storage;

/// <summary>Keeps every change of wallets waiting until it is disposed, so that those which come meanwhile are made together.</summary>
internal sealed class HeldWallets : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlConnection observer;

    private HeldWallets(NpgsqlConnection connection, NpgsqlConnection observer)
    {
        this.connection = connection;
        this.observer = observer;
    }

    public static async Task<HeldWallets> HoldAsync(string connectionString)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString;
        var held = new HeldWallets(new NpgsqlConnection(unpooled), new NpgsqlConnection(unpooled));
        await held.connection.OpenAsync();
        await held.observer.OpenAsync();
        await held.connection.ExecuteAsync("BEGIN; LOCK TABLE wallets IN EXCLUSIVE MODE");
        return held;
    }

    /// <summary>Waits until this many transactions stand before the lock.</summary>
    public Task WaitForAsync(int transactions) => Eventually.BecomesTrueAsync(async () => await observer.ExecuteScalarAsync<int>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") >= transactions);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await observer.DisposeAsync();
    }
}
