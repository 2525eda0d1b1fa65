using System.Text.Json;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Health;

/// <summary>The links of the chain, as <c>/health?detail=chain</c> tells of them.</summary>
public sealed class ChainHealthTests
{
    [Fact]
    public async Task Every_link_has_its_state_and_a_node_that_goes_away_is_seen()
    {
        await using var localnet = await LocalnetProcess.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Solana__RpcUrl"] = localnet.RpcUrl.ToString(),
            ["Solana__WebSocketUrl"] = localnet.WebSocketUrl.ToString(),
        });

        var links = await ReadAsync(service);
        Assert.Equal(
            ["broker", "kms", "outbox-relay", "postgres", "scanner", "tracker"],
            links.Keys.Where(link => !link.StartsWith("node:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var node = Assert.Single(links.Keys, link => link.StartsWith("node:", StringComparison.Ordinal));
        await Eventually.BecomesTrueAsync(async () => (await ReadAsync(service))[node].State == "healthy");
        Assert.All((string[])["broker", "kms", "postgres"], link => Assert.Equal("healthy", links[link].State));

        // Storage in this process's memory is never called over a wire, so only the probe can tell of it.
        Assert.Equal("probe", links["postgres"].Source);

        await localnet.KillAsync();
        await Eventually.BecomesTrueAsync(async () => (await ReadAsync(service))[node] is { State: "down", Failures: > 0 });
        await Eventually.BecomesTrueAsync(async () => (await ReadAsync(service))["scanner"] is { State: "degraded", Failures: > 0 });
    }

    [Fact]
    public async Task The_links_are_told_only_when_they_are_asked_for()
    {
        await using var service = ServiceProcess.Launch(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Solana__RpcUrl"] = "http://127.0.0.1:1",
        });
        await service.AnswersAsync();

        Assert.DoesNotContain("\"chain\"", (await service.GetAsync("/health")).Body, StringComparison.Ordinal);
        Assert.Contains("\"chain\"", (await service.GetAsync("/health?detail=chain")).Body, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, (string State, string Source, long Failures)>> ReadAsync(ServiceProcess service)
    {
        using var health = JsonDocument.Parse((await service.GetAsync("/health?detail=chain")).Body);
        return health.RootElement.GetProperty("chain").EnumerateArray().ToDictionary(
            link => link.GetProperty("link").GetString()!,
            link => (link.GetProperty("state").GetString()!, link.GetProperty("source").GetString()!, link.GetProperty("failures").GetInt64()),
            StringComparer.Ordinal);
    }
}
