using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;
using Xunit.Sdk;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>The service with two Solana nodes, and a Prometheus that scrapes it under the rules of <c>ops</c>, made impatient.</summary>
public sealed class WatchedStack : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public LocalnetProcess Localnet { get; private set; } = null!;

    public WalletServiceStack Stack { get; private set; } = null!;

    public PrometheusServer Prometheus { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync(slotMilliseconds: 50, "--nodes", "2");
        Stack = await WalletServiceStack.StartAsync(UseTwoNodes);

        // The same rules, but nobody waits for minutes, and what was counted a quarter of a minute ago is forgotten.
        var thresholds = AlertThresholds.Read().With(
            ("outage_for", "0s"),
            ("trouble_for", "0s"),
            ("ticket_for", "0s"),
            ("window", "15s"),
            ("long_window", "30s"),
            ("oldest_submitted_seconds", "5"),
            ("outbox_seconds", "2"),
            ("node_slots_behind", "50"),

            // Twenty slots a second and one outage after the other: what the books lag behind meanwhile is no cause of these tests.
            ("deposit_lag_slots", "1000000"));
        Prometheus = await PrometheusServer.StartAsync(
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
        Eventually.HasValueAsync(() => FindAsync(alert, labels), Patience);

    /// <summary>Waits until an alert does not fire any more.</summary>
    public Task ResolvesAsync(string alert) =>
        Eventually.BecomesTrueAsync(async () => await FindAsync(alert, []) is null, Patience);

    /// <summary>Waits until the service is scraped and no alert wakes anybody; gives those that do all the same.</summary>
    public async Task<IReadOnlyList<FiringAlert>> PagesThatStayAsync()
    {
        await Eventually.BecomesTrueAsync(async () => await Prometheus.CountAsync("wallet_service_up == 1") == 1, Patience);
        IReadOnlyList<FiringAlert> pages = [];
        try
        {
            await Eventually.BecomesTrueAsync(
                async () =>
                {
                    pages = [.. (await Prometheus.FiringAsync()).Where(alert => alert.Severity == "page")];
                    return pages.Count == 0;
                },
                Patience);
        }
        catch (XunitException)
        {
            // The caller's assertion names them.
        }

        return pages;
    }

    private void UseTwoNodes(Dictionary<string, string> settings)
    {
        settings.Remove("Solana__RpcUrl");
        settings.Remove("Solana__WebSocketUrl");
        foreach (var (index, node) in Localnet.Nodes.Index())
        {
            settings[$"Solana__Nodes__{index}__Name"] = $"node-{index}";
            settings[$"Solana__Nodes__{index}__RpcUrl"] = node.RpcUrl.ToString();
            settings[$"Solana__Nodes__{index}__WebSocketUrl"] = node.WebSocketUrl.ToString();
        }
    }

    private async Task<FiringAlert?> FindAsync(string alert, (string Name, string Value)[] labels) => (await Prometheus.FiringAsync()).FirstOrDefault(
        firing => firing.Name == alert && labels.All(label => firing.Labels.GetValueOrDefault(label.Name) == label.Value));
}
