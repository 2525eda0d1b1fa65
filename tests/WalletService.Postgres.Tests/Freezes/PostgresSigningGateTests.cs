using Npgsql;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Freezes;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Freezes;

public sealed class PostgresSigningGateTests(PostgresDatabase database) : SigningGateContract, IClassFixture<PostgresDatabase>
{
    private StorageUnderTest? other;

    protected override StorageUnderTest OtherInstance => other!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        other = await OpenAsync(Time);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await OtherInstance.DisposeAsync();
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    [Fact]
    public async Task A_freeze_waits_for_the_permissions_that_are_being_given_and_keeps_others_waiting()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());
        await using var connection = await ConnectAsync();
        await using var giving = await connection.BeginTransactionAsync();
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock_shared(734004, 0)");

        var freezing = Storage.Freezes.FreezeAsync(new Freeze(FreezeTarget.Everything, "Theft", "operations", Time.GetUtcNow()), default);
        await WaitForWaitersAsync(1);
        var permission = OtherInstance.Transfers.BeginSigningAsync(ready, Intent(), default);
        await WaitForWaitersAsync(2);
        Assert.False(freezing.IsCompleted || permission.IsCompleted);

        await giving.CommitAsync();
        await freezing;
        AssertFrozen(await permission, "everything");
    }

    [Fact]
    public async Task A_freeze_by_hand_is_as_good_as_any()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await using var connection = await ConnectAsync();

        var written = StatementsOfDocument();
        await ExecuteAsync(connection, written[0]);

        AssertFrozen(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default), "everything");
        var freeze = Assert.Single(await Storage.Freezes.ListAsync(default));
        Assert.StartsWith("database user ", freeze.FrozenBy, StringComparison.Ordinal);

        await ExecuteAsync(connection, written[1]);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
    }

    /// <summary>What <c>docs/security/freeze.md</c> gives to operators: how to freeze everything, and how to lift it.</summary>
    private static string[] StatementsOfDocument()
    {
        var blocks = File.ReadAllText(RepositoryRoot.PathOf("docs", "security", "freeze.md")).Split("```sql\n").Skip(1);
        return [.. blocks.Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)])];
    }

    private async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task WaitForWaitersAsync(int count)
    {
        await using var connection = await ConnectAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await using var command = new NpgsqlCommand(
                    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 734004 AND NOT granted", connection);
                return (long)(await command.ExecuteScalarAsync())! == count;
            });
    }
}
