using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

/// <summary>The examples of the documentation do the eight routes of the main job with nothing but an AMQP client.</summary>
[Collection(SharedStack.Name)]
public sealed class ExamplesTests(WalletServiceStack stack)
{
    private static readonly string[] Routes =
    [
        "wallet.management.create", "wallet.management.list", "wallet.management.get", "wallet.management.setActive",
        "wallet.balance.get", "wallet.balance.getTokens", "wallet.transaction.transferSol", "wallet.transaction.sign",
    ];

    [Fact]
    public Task Node_with_amqplib() => RunAsync("node", RepositoryRoot.PathOf("docs", "examples", "node", "all-routes.mjs"));

    [Fact]
    public Task Python_with_pika() =>
        RunAsync("/usr/bin/python3", RepositoryRoot.PathOf("docs", "examples", "python", "all_routes.py"));

    [Fact]
    public Task Dotnet_with_the_client() => RunAsync("dotnet", BuiltExample("client", "WalletService.Examples.Client"));

    [Fact]
    public Task Dotnet_with_nothing_but_MassTransit() => RunAsync(
        "dotnet",
        BuiltExample("masstransit", "WalletService.Examples.MassTransit"),
        "wallet.management.create",
        "wallet.management.list",
        "wallet.balance.get");

    /// <summary>As somebody outside of this repository would: from packages, without this repository's settings, and without a network.</summary>
    [Fact]
    public async Task Dotnet_with_the_packages()
    {
        using var folder = new TemporaryFolder("packages");
        var program = await PackedExample.BuildAsync(folder.Path);

        await RunAsync("dotnet", program);
    }

    private static string BuiltExample(string folder, string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return RepositoryRoot.PathOf("docs", "examples", "dotnet", folder, "bin", framework.Parent!.Name, framework.Name, $"{project}.dll");
    }

    private async Task RunAsync(string program, string script, params string[] routes)
    {
        await using var example = ChildProcess.Start(program, [script], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WALLET_BROKER_URL"] = stack.BrokerUrl,
            ["SOLANA_RPC_URL"] = stack.Localnet.RpcUrl.ToString(),
        });
        var exitCode = await example.ExitAsync(TimeSpan.FromSeconds(120));
        Assert.True(exitCode == 0, example.Output);
        Assert.All(routes.Length > 0 ? routes : Routes, route => Assert.Contains(route, example.Output, StringComparison.Ordinal));
    }
}
