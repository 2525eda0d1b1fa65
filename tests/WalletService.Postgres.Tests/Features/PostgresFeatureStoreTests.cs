using Dapper;
using Npgsql;
using WalletService.Domain.Features;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Features;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Features;

public sealed class PostgresFeatureStoreTests(PostgresDatabase database) : FeatureStoreContract, IAsyncLifetime, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_flag_of_a_newer_version_is_left_alone()
    {
        await ExecuteAsync(
            "INSERT INTO feature_flags VALUES ('teleportation', false, 'Of a newer version', 'operations', now()) ON CONFLICT DO NOTHING");

        Assert.DoesNotContain(await Storage.Features.ReadAsync(default), setting => !FeatureNames.All.Contains(setting.Feature));
    }

    /// <summary>The tests of this class share a database: each begins with no flag set.</summary>
    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        await ExecuteAsync("DELETE FROM feature_flags");
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    private async Task ExecuteAsync(string statement)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.ExecuteAsync(statement);
    }
}
