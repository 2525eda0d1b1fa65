using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Postgres.Migrations;
using WalletService.Postgres.Tests.Storage;
using WalletService.Solana;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Postgres.Tests.Migrations;

/// <summary>What the roles may and may not do. Every contract suite of the storage runs as the service's role besides.</summary>
public sealed class DatabaseRightsTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    [Theory]
    [InlineData("UPDATE audit_log SET action = 'nothing.happened'")]
    [InlineData("DELETE FROM audit_log")]
    [InlineData("TRUNCATE audit_log")]
    [InlineData("ALTER TABLE audit_log DISABLE TRIGGER ALL")]
    [InlineData("ALTER TABLE audit_log ADD COLUMN note text")]
    [InlineData("DROP TRIGGER audit_log_append_only ON audit_log")]
    [InlineData("DROP TABLE audit_log")]
    [InlineData("SET session_replication_role = replica")]
    [InlineData("CREATE TABLE audit_log_2 (id int)")]
    [InlineData("UPDATE audit_checkpoints SET number = 0")]
    [InlineData("DELETE FROM audit_checkpoints")]
    [InlineData("UPDATE audit_checkpoint_heads SET head = repeat('0', 64)")]
    [InlineData("DELETE FROM audit_checkpoint_heads")]
    [InlineData("UPDATE policies SET version = 1")]
    [InlineData("DELETE FROM policies")]
    [InlineData("TRUNCATE wallets CASCADE")]
    [InlineData("DELETE FROM wallets")]
    [InlineData("DELETE FROM transfers")]
    [InlineData("DELETE FROM transfer_attempts")]
    [InlineData("DELETE FROM audit_service_chain")]
    [InlineData("INSERT INTO schema_migrations VALUES (9999, 'x', 'x', now())")]
    [InlineData("DELETE FROM schema_migrations")]
    [InlineData("UPDATE database_identity SET place = ''")]
    [InlineData("CREATE OR REPLACE FUNCTION refuse_audit_log_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'")]
    public async Task The_services_role_cannot(string statement)
    {
        await CreateWalletAsync();

        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(PostgresServer.ServiceRole, statement));
    }

    [Theory]
    [InlineData("INSERT INTO audit_service_chain DEFAULT VALUES")]
    [InlineData("UPDATE wallets SET audit_head = repeat('0', 64)")]
    [InlineData("SELECT label FROM wallets")]
    [InlineData("SELECT address FROM wallets")]
    [InlineData("SELECT * FROM transfers")]
    [InlineData("SELECT * FROM outbox")]
    [InlineData("DELETE FROM audit_log")]
    public async Task The_auditors_role_cannot(string statement) =>
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, await RefusalAsync(PostgresServer.AuditorRole, statement));

    [Fact]
    public async Task The_auditors_role_can_check_the_audit_log()
    {
        await SubmittedAsync(await CreateWalletAsync());
        await using var services = PostgresStorage.Services(As(PostgresServer.AuditorRole), Time);
        using var verifier = new AuditVerifier(Ed25519.Verify);
        await foreach (var item in services.GetRequiredService<IAuditReader>().ReadAsync(AuditSelection.All, default))
        {
            verifier.Add(item);
        }

        var verification = verifier.Finish();
        Assert.True(verification.IsIntact);
        Assert.True(verification.Entries > 2);
    }

    [Fact]
    public async Task A_role_that_is_missing_is_named()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time, ("ServiceRole", "nobody_knows"));

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => services.GetRequiredService<PostgresMigrator>().MigrateAsync(default));

        Assert.Contains("nobody_knows", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("docs/security/data.md", refusal.Message, StringComparison.Ordinal);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);

    private string As(string role) => PostgresServer.As(role, new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);

    private async Task<string> RefusalAsync(string role, string statement)
    {
        await using var connection = new NpgsqlConnection(As(role));
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));
        return refusal.SqlState;
    }
}
