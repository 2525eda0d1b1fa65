using Dapper;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Connections;

/// <summary>What a failure during COMMIT means. A deferred trigger runs inside the commit and makes it fail or last.</summary>
public sealed class PostgresCommitTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    public override async Task DisposeAsync()
    {
        await ExecuteAsync("DROP TRIGGER IF EXISTS at_commit ON transfers");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_connection_that_is_lost_during_the_commit_leaves_the_outcome_unknown()
    {
        var wallet = await CreateWalletAsync();
        await AtCommitAsync("PERFORM pg_sleep(120);");
        var adding = Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default);

        await Eventually.BecomesTrueAsync(async () => await ExecuteAsync(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") > 0);

        var unknown = await Assert.ThrowsAsync<OutcomeUnknownException>(() => adding);
        Assert.Equal("postgres", unknown.Dependency);
    }

    [Fact]
    public async Task A_commit_that_the_server_refuses_is_tried_again()
    {
        var wallet = await CreateWalletAsync();
        await ExecuteAsync("CREATE SEQUENCE IF NOT EXISTS commits; GRANT USAGE ON SEQUENCE commits TO PUBLIC");
        await AtCommitAsync("IF nextval('commits') = 1 THEN RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure'; END IF;");

        var admission = await Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default);

        Assert.IsType<TransferAdmission.Added>(admission);
        Assert.Equal(["wallet.created", "transfer.received"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task A_commit_that_the_server_goes_on_refusing_means_that_nothing_happened()
    {
        var wallet = await CreateWalletAsync();
        await AtCommitAsync("RAISE EXCEPTION 'conflict' USING ERRCODE = 'serialization_failure';");

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => Storage.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default));

        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(
        database.ConnectionString, time, ("CommandTimeout", "00:01:00"));

    private Task AtCommitAsync(string body) => ExecuteAsync(
        $"""
        CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$;
        CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON transfers DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION at_commit();
        """);

    private async Task<long> ExecuteAsync(string statements)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.ExecuteScalarAsync<long?>(statements) ?? 0;
    }
}
