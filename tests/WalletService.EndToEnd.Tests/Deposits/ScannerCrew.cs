using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>Several instances of the service, of which one after the other is killed and started again, while nodes fail.</summary>
internal sealed class ScannerCrew(IReadOnlyDictionary<string, string> settings, LocalnetProcess localnet, int nodes, Random random) : IAsyncDisposable
{
    private static readonly TimeSpan BetweenKills = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenNodeFaults = TimeSpan.FromMilliseconds(700);
    private readonly List<ServiceProcess> instances = [];

    public int Kills { get; private set; }

    public int NodeFaults { get; private set; }

    public async Task StartAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            instances.Add(await ServiceProcess.StartAsync(settings));
        }
    }

    /// <summary>Kills and disturbs until told to stop; at the end all runs and no fault is left.</summary>
    public async Task DisturbAsync(CancellationToken stop)
    {
        await Task.WhenAll(RepeatAsync(KillAsync, BetweenKills, stop), RepeatAsync(FailNodeAsync, BetweenNodeFaults, stop));
        await localnet.ControlAsync("reset-faults");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in instances)
        {
            await instance.DisposeAsync();
        }
    }

    private static async Task RepeatAsync(Func<Task> act, TimeSpan pause, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            await act();
            await Task.Delay(pause, CancellationToken.None);
        }
    }

    private async Task KillAsync()
    {
        var victim = instances[random.Next(instances.Count)];
        await victim.KillAsync();
        Kills++;
        await victim.StartAgainAsync();
    }

    private async Task FailNodeAsync()
    {
        NodeFaults++;
        var node = random.Next(nodes);
        await localnet.ControlAsync("reset-faults");
        switch (random.Next(5))
        {
            case 0:
                await localnet.ControlAsync("stale", new { node, slots = 200 });
                break;
            case 1:
                await localnet.ControlAsync("http-status", new { node, status = 503, count = 20 });
                break;
            case 2:
                await localnet.ControlAsync("lose-replies", new { node, count = 10, method = "getBlock" });
                break;
            case 3:
                await localnet.ControlAsync("hang", new { node, count = 3, method = "getBlock" });
                break;
            default:
                await localnet.ControlAsync("unhealthy", new { node, numSlotsBehind = 500 });
                break;
        }
    }
}
