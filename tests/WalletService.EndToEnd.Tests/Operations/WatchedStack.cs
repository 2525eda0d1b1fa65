using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>The service with two Solana nodes, and a Prometheus that scrapes it under the rules of <c>ops</c>, made impatient.</summary>
[CollectionDefinition(Name)]
public sealed class WatchedStack : IAsyncLifetime, ICollectionFixture<WatchedStack>
{
    /// <summary>The classes of tests that share one, each of which leaves it whole.</summary>
    public const string Name = "The watched stack";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public LocalnetProcess Localnet { get; private set; } = null!;

    public WalletServiceStack Stack { get; private set; } = null!;

    public PrometheusServer Prometheus { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync(slotMilliseconds: 50, "--nodes", "2");
        Stack = await WalletServiceStack.StartAsync(UseTwoNodes);

        // The same rules, but nobody waits for minutes, and what was counted a quarter of a minute ago is forgotten.
        Prometheus = await WatchAsync(
            ("outage_for", "0s"),
            ("trouble_for", "0s"),
            ("ticket_for", "0s"),
            ("window", "15s"),
            ("long_window", "30s"),
            ("oldest_submitted_seconds", "5"),
            ("outbox_seconds", "2"),
            ("node_slots_behind", "50"),
            ("backlog_age_seconds", "10"),
            ("deposit_stall_for", "0s"),
            ("delays_per_second", "0.05"),
            ("limited_requests_per_second", "0.5"),

            // Twenty slots a second and one outage after the other: what the books lag behind meanwhile is no cause of these tests.
            ("deposit_lag_slots", "1000000"));
    }

    /// <summary>Another Prometheus beside <see cref="Prometheus"/>, with other numbers in the rules.</summary>
    public Task<PrometheusServer> WatchAsync(params (string Name, string Value)[] changes)
    {
        var thresholds = AlertThresholds.Read().With(changes);
        return PrometheusServer.StartAsync(
            "wallet-service", Stack.Service.BaseUrl, AlertThresholds.RuleFiles.Select(file => thresholds.Render(AlertThresholds.Template(file))));
    }

    public async Task DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[Prometheus, Stack, Localnet])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    /// <summary>Waits until an alert fires, with the labels given.</summary>
    public Task<FiringAlert> FiresAsync(string alert, params (string Name, string Value)[] labels) =>
        Eventually.HasValueAsync(() => Prometheus.FindFiringAsync(alert, labels), Patience);

    /// <summary>Waits until an alert does not fire any more.</summary>
    public Task ResolvesAsync(string alert) =>
        Eventually.BecomesTrueAsync(async () => await Prometheus.FindFiringAsync(alert) is null, Patience);

    private void UseTwoNodes(Dictionary<string, string> settings)
    {
        settings["Service__BacklogInterval"] = "00:00:01";
        settings["Limits__Routes__wallet.management.rotateKey__PerUser"] = "1";
        settings.Remove("Solana__RpcUrl");
        settings.Remove("Solana__WebSocketUrl");
        foreach (var (index, node) in Localnet.Nodes.Index())
        {
            settings[$"Solana__Nodes__{index}__Name"] = $"node-{index}";
            settings[$"Solana__Nodes__{index}__RpcUrl"] = node.RpcUrl.ToString();
            settings[$"Solana__Nodes__{index}__WebSocketUrl"] = node.WebSocketUrl.ToString();
        }
    }
}
