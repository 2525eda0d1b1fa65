using Dapper;
using Npgsql;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Management;

/// <summary>What the table of keys says, whoever made the wallet.</summary>
public sealed class WalletKeyRowsTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task The_key_that_a_wallet_was_made_with_is_its_first_and_current_one()
    {
        var wallet = await CreateWalletAsync();

        var row = await ReadAsync(wallet.Id.Value);

        Assert.Equal((1, "google", wallet.Address.Value, "current"), row);
    }

    [Fact]
    public async Task A_wallet_that_an_older_version_of_the_service_made_has_its_key_too()
    {
        var id = Guid.CreateVersion7(Time.GetUtcNow());
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.ExecuteAsync(
            """
            INSERT INTO wallets (id, user_id, label, status, created_at) VALUES (@id, 'older', 'older', 'Reserved', now());
            UPDATE wallets
            SET status = 'Open', key_version = 'software/wallets/x/versions/1', address = @address, protection_level = 'SOFTWARE'
            WHERE id = @id;
            """,
            new { id, address = Recipient.Value });

        Assert.Equal((1, "software", Recipient.Value, "current"), await ReadAsync(id));
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    private async Task<(int Version, string Provider, string Address, string State)> ReadAsync(Guid wallet)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.QuerySingleAsync<(int, string, string, string)>(
            "SELECT version, provider, address, state FROM wallet_keys WHERE wallet_id = @wallet", new { wallet });
    }
}
