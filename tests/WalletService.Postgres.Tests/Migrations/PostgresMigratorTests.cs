using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Migrations;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;

namespace WalletService.Postgres.Tests.Migrations;

public sealed class PostgresMigratorTests : IAsyncLifetime
{
    private ServiceProvider? services;

    private PostgresMigrator Migrator => services!.GetRequiredService<PostgresMigrator>();

    public async Task InitializeAsync()
    {
        PostgresServer server = await SharedServers.PostgresAsync();
        services = PostgresStorage.Services(await server.CreateDatabaseAsync(), TimeProvider.System);
    }

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Fact]
    public async Task Applies_every_file_once()
    {
        Assert.Equal(Migration.All.Count, await Migrator.MigrateAsync(default));
        Assert.Equal(0, await Migrator.MigrateAsync(default));
        await Migrator.EnsureCurrentAsync(default);
    }

    [Fact]
    public async Task Migrators_that_run_at_once_share_the_work()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Migrator.MigrateAsync(default))));

        Assert.Equal(Migration.All.Count, applied.Sum());
        Assert.Equal(3, applied.Count(count => count == 0));
    }

    [Fact]
    public async Task Names_the_command_when_the_schema_is_missing()
    {
        var refusal = await Assert.ThrowsAsync<SchemaException>(() => Migrator.EnsureCurrentAsync(default));

        Assert.Contains("0001_wallets", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("WalletService.Host migrate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_first_file_that_is_missing()
    {
        await With(Migration.All.Take(3)).MigrateAsync(default);

        var refusal = await Assert.ThrowsAsync<SchemaException>(() => Migrator.EnsureCurrentAsync(default));

        Assert.Contains("0004_outbox", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Migration.All.Count - 3, await Migrator.MigrateAsync(default));
    }

    [Fact]
    public async Task Refuses_a_file_that_was_changed_after_it_was_applied()
    {
        await Migrator.MigrateAsync(default);
        var changed = With(Migration.All.Select(
            migration => migration.Number == 2 ? migration with { Sql = migration.Sql + "-- a harmless word" } : migration));

        var refusals = new[]
        {
            await Assert.ThrowsAsync<SchemaException>(() => changed.MigrateAsync(default)),
            await Assert.ThrowsAsync<SchemaException>(() => changed.EnsureCurrentAsync(default)),
        };

        Assert.All(refusals, refusal => Assert.Contains("0002_requests", refusal.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Line_ends_do_not_change_a_file()
    {
        await Migrator.MigrateAsync(default);

        var windows = With(Migration.All.Select(migration => migration with { Sql = migration.Sql.ReplaceLineEndings("\r\n") }));

        Assert.Equal(0, await windows.MigrateAsync(default));
    }

    [Fact]
    public async Task A_file_that_fails_leaves_nothing_of_itself()
    {
        var broken = new Migration(Migration.All[^1].Number + 1, "9999_broken", "CREATE TABLE half_done (id int); SELECT 1 / 0;");

        await Assert.ThrowsAsync<PostgresException>(() => With(Migration.All.Append(broken)).MigrateAsync(default));

        Assert.Equal(0, await Migrator.MigrateAsync(default));
        var mended = broken with { Sql = "CREATE TABLE half_done (id int);" };
        Assert.Equal(1, await With(Migration.All.Append(mended)).MigrateAsync(default));
    }

    [Fact]
    public async Task Accepts_the_schema_of_a_newer_version()
    {
        var newer = new Migration(Migration.All[^1].Number + 1, "9999_newer", "SELECT 1;");
        await With(Migration.All.Append(newer)).MigrateAsync(default);

        await Migrator.EnsureCurrentAsync(default);
        Assert.Equal(0, await Migrator.MigrateAsync(default));
    }

    [Fact]
    public async Task Says_when_the_database_is_away()
    {
        var port = FreePort.Next();
        await using var away = PostgresStorage.Services(
            $"Host=127.0.0.1;Port={port};Username=wallet;Password=none;Database=none", TimeProvider.System);
        var migrator = away.GetRequiredService<PostgresMigrator>();

        await Assert.ThrowsAsync<PortUnavailableException>(() => migrator.MigrateAsync(default));
        await Assert.ThrowsAsync<PortUnavailableException>(() => migrator.EnsureCurrentAsync(default));
    }

    private PostgresMigrator With(IEnumerable<Migration> migrations) => new(
        services!.GetRequiredService<PostgresConnections>(),
        TimeProvider.System,
        NullLogger<PostgresMigrator>.Instance,
        [.. migrations.Select(migration => new Migration(migration.Number, migration.Name, migration.Sql))],
        new PostgresOptions());
}
