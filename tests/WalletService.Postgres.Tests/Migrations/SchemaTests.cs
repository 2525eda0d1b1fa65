using Dapper;
using Npgsql;
using WalletService.Domain.Management;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Migrations;

/// <summary>What the database refuses by itself, whatever program writes to it.</summary>
public sealed class SchemaTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData("UPDATE audit_log SET action = 'nothing.happened'")]
    [InlineData("DELETE FROM audit_log")]
    [InlineData("TRUNCATE audit_log")]
    [InlineData("TRUNCATE wallets CASCADE")]
    public async Task The_audit_log_is_append_only(string statement)
    {
        var wallet = await CreateWalletAsync();

        var refusal = await ExecuteAsync(statement, wallet);

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
    }

    [Theory]
    [InlineData("UPDATE transfers SET reserved = 0 WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET reserved = reserved + 1 WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET lamports = -1 WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET lamports = 18446744073709551616 WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET status = 'Signed' WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET status = 'Lost' WHERE wallet_id = @id")]
    [InlineData("UPDATE transfers SET version = 0 WHERE wallet_id = @id")]
    [InlineData("UPDATE wallets SET status = 'Reserved' WHERE id = @id")]
    [InlineData("UPDATE wallets SET settled_slot = -1 WHERE id = @id")]
    [InlineData("UPDATE wallets SET key_version = NULL WHERE id = @id")]
    public async Task What_cannot_be_is_refused(string statement)
    {
        var wallet = await CreateWalletAsync();
        await ReadyAsync(wallet);

        var refusal = await ExecuteAsync(statement, wallet);

        Assert.Equal(PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }

    [Theory]
    [InlineData("UPDATE wallets SET is_active = true WHERE user_id = (SELECT user_id FROM wallets WHERE id = @id)")]
    [InlineData("UPDATE wallets SET address = (SELECT max(address) FROM wallets)")]
    public async Task What_must_be_unique_stays_unique(string statement)
    {
        var user = NewUser();
        await CreateWalletAsync(user, "one");
        var wallet = await CreateWalletAsync(user, "two");

        var refusal = await ExecuteAsync(statement, wallet);

        Assert.Equal(PostgresErrorCodes.UniqueViolation, refusal.SqlState);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    private async Task<PostgresException> ExecuteAsync(string statement, Wallet wallet)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement, new { id = wallet.Id.Value }));
    }
}
