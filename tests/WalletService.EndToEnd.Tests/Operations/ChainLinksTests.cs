using System.Text.Json;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary><c>/health?detail=chain</c> of the service on real parts, each of which is taken away once.</summary>
public sealed class ChainLinksTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Each_part_that_is_taken_away_is_told_at_its_own_link()
    {
        await using var stack = await WalletServiceStack.StartAsync(settings => settings["Service__ProbeInterval"] = "00:00:01");
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                var links = await ReadAsync(stack);
                return Array.TrueForAll(["broker", "redis", "postgres", "kms"], link => links[link] == "healthy");
            },
            Patience);

        await stack.Kms.AddFaultAsync("unavailable");
        await BecomesAsync(stack, "kms", "down");
        await stack.Kms.ClearFaultsAsync();
        await BecomesAsync(stack, "kms", "healthy");

        await stack.Redis.StopAsync();
        await BecomesAsync(stack, "redis", "degraded", "down");
        await stack.Redis.StartAgainAsync();

        await stack.RabbitMq.KillAsync();
        await BecomesAsync(stack, "broker", "down");
        await stack.RabbitMq.StartAgainAsync();
        await BecomesAsync(stack, "broker", "healthy");

        await stack.Postgres.KillAsync();
        await BecomesAsync(stack, "postgres", "degraded", "down");
        Assert.Equal("healthy", (await ReadAsync(stack))["kms"]);
    }

    [Fact]
    public async Task A_payment_shows_at_every_link_that_it_takes()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "links");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1"));

        var links = await LinksAsync(stack);
        foreach (var name in links.Keys.Where(name => name is "broker" or "redis" or "postgres" or "kms" or "tracker"))
        {
            Assert.Equal("traffic", links[name].GetProperty("source").GetString());
            Assert.True(links[name].GetProperty("calls").GetInt64() > 0, $"{name} was not called.");
            var usual = links[name].GetProperty("latencyMs").GetDouble();
            Assert.InRange(usual, double.Epsilon, links[name].GetProperty("slowestMs").GetDouble());
        }

        var node = Assert.Single(links, link => link.Key.StartsWith("node:", StringComparison.Ordinal)).Value;
        Assert.Equal("traffic", node.GetProperty("source").GetString());
        Assert.True(node.GetProperty("latencyMs").GetDouble() > 0);
    }

    private static Task BecomesAsync(WalletServiceStack stack, string link, params string[] states) => Eventually.BecomesTrueAsync(
        async () =>
        {
            var state = (await ReadAsync(stack))[link];
            return Array.IndexOf(states, state) >= 0;
        },
        Patience);

    private static async Task<Dictionary<string, string>> ReadAsync(WalletServiceStack stack) => (await LinksAsync(stack)).ToDictionary(
        link => link.Key, link => link.Value.GetProperty("state").GetString()!, StringComparer.Ordinal);

    private static async Task<Dictionary<string, JsonElement>> LinksAsync(WalletServiceStack stack) =>
        JsonSerializer.Deserialize<JsonElement>((await stack.Service.GetAsync("/health?detail=chain")).Body).GetProperty("chain").EnumerateArray()
            .ToDictionary(link => link.GetProperty("link").GetString()!, StringComparer.Ordinal);
}
