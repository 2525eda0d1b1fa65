using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Postgres.Migrations;
using WalletService.TestKit.Fixtures;

namespace WalletService.Cli.Tests;

/// <summary>The kill switch works on the database alone.</summary>
public sealed class KillSwitchTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private readonly CommandLine line = new();

    [Fact]
    public async Task Everything_is_frozen_and_thawed_without_broker_and_service()
    {
        line.ConnectionFailure = new InvalidOperationException("The broker is not to be asked.");
        var settings = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("ConnectionString", (string?)database.ConnectionString)])
            .Build();
        await using var services = new ServiceCollection().AddPostgresStorage(settings).BuildServiceProvider();
        await services.GetRequiredService<PostgresMigrator>().MigrateAsync(default);
        var freezes = services.GetRequiredService<IFreezeStore>();
        line.Environment["WALLETCTL_DATABASE"] = database.ConnectionString;

        Assert.Equal(ExitCodes.Success, await line.RunAsync("kill-switch", "--reason", "Suspected theft"));
        Assert.Contains("no instance signs any more", line.Output, StringComparison.Ordinal);
        var freeze = Assert.Single(await freezes.ListAsync(default));
        Assert.Equal((FreezeTarget.Everything, "Suspected theft"), (freeze.Target, freeze.Reason));

        Assert.Equal(ExitCodes.Success, await line.RunAsync("kill-switch", "--off", "--reason", "False alarm"));
        Assert.Empty(await freezes.ListAsync(default));
    }

    [Theory]
    [InlineData("kill-switch")]
    [InlineData("kill-switch", "--reason", "")]
    [InlineData("kill-switch", "--reason", "theft")]
    public async Task Needs_a_reason_and_a_database(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, await line.RunAsync(arguments));
}
