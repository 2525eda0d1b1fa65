using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Asks the nodes how they are. One that keeps up is enough.</summary>
internal sealed class SolanaLedgerProbe(SolanaNodes nodes) : IDependencyProbe
{
    public string Name => SolanaNodes.Dependency;

    public bool Essential => true;

    public async Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (!nodes.AreTrusted)
        {
            return new DependencyState(Healthy: false, "The node has not yet shown that it belongs to the expected cluster.");
        }

        var states = await Task.WhenAll(nodes.All.Select(node => ProbeAsync(node, cancellationToken)));
        return new DependencyState(states.Any(state => state.Healthy), string.Join(' ', states.Select(state => state.Detail)));
    }

    private static async Task<DependencyState> ProbeAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            var health = await node.CallAsync("getHealth", (client, token) => client.GetHealthAsync(token), cancellationToken);
            if (!health.IsHealthy)
            {
                var behind = health.SlotsBehind is { } slots ? $"{slots} slots behind" : "unhealthy";
                return new DependencyState(Healthy: false, $"{node.Name} says that it is {behind}.");
            }

            var slot = await node.CallAsync(
                "getSlot",
                (client, token) => client.GetSlotAsync(RpcCommitment.Confirmed, minContextSlot: null, token),
                cancellationToken);
            return new DependencyState(Healthy: true, $"{node.Name} is at slot {slot}.");
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            return new DependencyState(Healthy: false, exception.Message);
        }
    }
}
