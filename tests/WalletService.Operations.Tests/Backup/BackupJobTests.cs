using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Postgres.Migrations;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Backup;

/// <summary>The nightly dump of the manifests, made by its own script and role.</summary>
public sealed class BackupJobTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly TemporaryFolder folder = new("nightly");
    private string database = null!;
    private string reader = null!;

    public async Task InitializeAsync()
    {
        var server = await SharedServers.PostgresAsync();
        database = await server.CreateDatabaseAsync();
        reader = await ReaderRole.OfAsync(database);
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection(
            [
                KeyValuePair.Create("ConnectionString", (string?)database),
                KeyValuePair.Create("ServiceRole", (string?)PostgresServer.ServiceRole),
                KeyValuePair.Create("AuditorRole", (string?)PostgresServer.AuditorRole),
            ])
            .Build();
        await using var services = new ServiceCollection().AddPostgresStorage(settings).BuildServiceProvider();
        await services.GetRequiredService<PostgresMigrator>().MigrateAsync(default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_dump_holds_everything_and_older_ones_go_once_it_is_there()
    {
        var old = folder.PathOf("wallet-20260101T000000Z.sql.gz");
        await File.WriteAllTextAsync(old, "old");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await RunAsync(BackupJob.Read());

        var dump = Assert.Single(Directory.GetFiles(folder.Path, "wallet-*"));
        Assert.NotEqual(old, dump);
        var restored = await (await SharedServers.PostgresAsync()).CreateDatabaseAsync();
        var target = new NpgsqlConnectionStringBuilder(restored);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PGHOST"] = target.Host!,
            ["PGPORT"] = $"{target.Port}",
            ["PGUSER"] = target.Username!,
            ["PGPASSWORD"] = target.Password!,
            ["PGDATABASE"] = target.Database!,
        };
        await using var restore = ChildProcess.Start(
            "/bin/sh", ["-c", $"gunzip --stdout '{dump}' | psql --quiet --no-psqlrc --set ON_ERROR_STOP=1"], variables);
        Assert.True(await restore.ExitAsync(Deadline) == 0, restore.Output);

        foreach (var question in new[]
        {
            "SELECT count(*) FROM schema_migrations",
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'",
            "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT count(*) FROM information_schema.role_table_grants WHERE grantee = 'wallet_service'",
        })
        {
            var expected = await CountAsync(database, question);
            Assert.True(expected > 0, question);
            Assert.Equal(expected, await CountAsync(restored, question));
        }
    }

    [Fact]
    public async Task A_dump_that_fails_bears_no_name_and_leaves_the_old_ones()
    {
        var old = folder.PathOf("wallet-20260101T000000Z.sql.gz");
        await File.WriteAllTextAsync(old, "old");
        File.SetLastWriteTimeUtc(old, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var job = BackupJob.Read();

        await RunAsync(job with { ServiceFile = job.ServiceFile.Replace("wallet_reader", "wallet_auditor", StringComparison.Ordinal) }, isWhole: false);

        Assert.Equal([old], Directory.GetFiles(folder.Path, "wallet-*.sql.gz"));
    }

    [Theory]
    [InlineData("DELETE FROM schema_migrations")]
    [InlineData("UPDATE transfers SET status = 'Failed'")]
    [InlineData("INSERT INTO schema_migrations SELECT * FROM schema_migrations")]
    [InlineData("DROP TABLE wallets")]
    [InlineData("CREATE TABLE mine (id int)")]
    public async Task Its_role_changes_nothing(string statement)
    {
        await using var connection = new NpgsqlConnection(reader);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);

        var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
    }

    private async Task RunAsync(BackupJob job, bool isWhole = true)
    {
        var target = new NpgsqlConnectionStringBuilder(reader);
        var service = folder.PathOf("pg_service.conf");
        await File.WriteAllTextAsync(service, job.ServiceFile
            .Replace("host=HOST", $"host={target.Host}", StringComparison.Ordinal)
            .Replace("port=5432", $"port={target.Port}", StringComparison.Ordinal)
            .Replace("dbname=wallet", $"dbname={target.Database}", StringComparison.Ordinal)
            .Replace("PASSWORD", target.Password, StringComparison.Ordinal)
            .Replace("verify-full", "disable", StringComparison.Ordinal));
        var variables = new Dictionary<string, string>(job.Variables, StringComparer.Ordinal)
        {
            ["PGSERVICEFILE"] = service,
            ["BACKUP_FOLDER"] = folder.Path,
        };

        await using var run = ChildProcess.Start(job.Command[0], job.Command.Skip(1), variables);
        var exitCode = await run.ExitAsync(Deadline);
        Assert.True(exitCode == 0 == isWhole, run.Output);
    }

    private static async Task<long> CountAsync(string connectionString, string question)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(question, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
