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

    private async Task RunAsync(string program, string script)
    {
        await using var example = ChildProcess.Start(program, [script], new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["WALLET_BROKER_URL"] = stack.BrokerUrl,
            ["SOLANA_RPC_URL"] = stack.Localnet.RpcUrl.ToString(),
        });
        var exitCode = await example.ExitAsync(TimeSpan.FromSeconds(120));
        Assert.True(exitCode == 0, example.Output);
        Assert.All(Routes, route => Assert.Contains(route, example.Output, StringComparison.Ordinal));
    }
}
