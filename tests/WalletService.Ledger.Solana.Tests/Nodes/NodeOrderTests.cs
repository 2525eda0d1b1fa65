using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tests.Nodes;

public sealed class NodeOrderTests : IDisposable
{
    private static readonly NodeLimits Limits = new() { MaximumSlotsBehind = 50, SlowAnswer = TimeSpan.FromSeconds(2) };

    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        services.Dispose();
    }

    [Fact]
    public void By_state_first_and_then_by_role()
    {
        SolanaNode[] nodes =
        [
            Node("down", NodeRole.Primary, NodeState.Down),
            Node("degraded backup", NodeRole.Backup, NodeState.Degraded),
            Node("backup", NodeRole.Backup, NodeState.Healthy),
            Node("down backup", NodeRole.Backup, NodeState.Down),
            Node("degraded", NodeRole.Primary, NodeState.Degraded),
            Node("healthy", NodeRole.Primary, NodeState.Healthy),
        ];

        var order = NodeOrder.Arrange(nodes, () => 0.5);

        Assert.Equal(["healthy", "backup", "degraded", "degraded backup", "down", "down backup"], order.Select(node => node.Name));
    }

    [Fact]
    public void Equals_share_the_work_by_weight()
    {
        SolanaNode[] nodes = [Node("light", NodeRole.Primary, NodeState.Healthy, 1), Node("heavy", NodeRole.Primary, NodeState.Healthy, 3)];
        var draws = 0;

        // A grid over all pairs of draws in place of chance.
        double Draw()
        {
            var draw = draws++;
            return draw % 2 == 0 ? ((draw / 2 % 100) + 0.5) / 100 : ((draw / 200 % 100) + 0.5) / 100;
        }

        var heavyFirst = Enumerable.Range(0, 10_000).Count(_ => NodeOrder.Arrange(nodes, Draw)[0].Name == "heavy");

        Assert.InRange(heavyFirst, 7_400, 7_600);
    }

    private SolanaNode Node(string name, NodeRole role, NodeState state, int weight = 1)
    {
        var endpoint = new Uri("http://node.example");
        var node = new SolanaNode(
            new NodeDescription { Name = name, Setting = "Solana:RpcUrl", RpcUrl = endpoint, Role = role, Weight = weight },
            new SolanaRpcClient(http, endpoint),
            Limits,
            TimeSpan.FromSeconds(5),
            TimeProvider.System,
            new LedgerMetrics(services.GetRequiredService<IMeterFactory>()));
        for (var look = 0; look < (int)state; look++)
        {
            node.Vitals.Note(new NodeLook { NoAnswer = "no route" });
        }

        Assert.Equal(state, node.Vitals.State);
        return node;
    }
}
