using System.Globalization;
using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Tells what the last looks at the nodes showed. One that keeps up is enough.</summary>
internal sealed class SolanaLedgerProbe(SolanaNodes nodes) : IDependencyProbe
{
    public string Name => SolanaNodes.Dependency;

    public bool Essential => true;

    public Task<DependencyState> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DependencyState(nodes.All.Any(DoesWork), string.Join(' ', nodes.All.Select(Describe))));

    /// <summary>By the last look alone: the service need not wait until a node has proven itself again, when there is no better one.</summary>
    private static bool DoesWork(SolanaNode node) =>
        node.Vitals is { IsVerified: true, LastLook: { Slot: not null, SaysHealthy: true } } && !node.IsHeldBack;

    private static string Describe(SolanaNode node)
    {
        var vitals = node.Vitals;
        if (vitals.IsRefused)
        {
            return $"{node.Name} belongs to another cluster and is not used.";
        }

        if (!vitals.IsVerified && vitals.State != NodeState.Down)
        {
            return $"{node.Name} has not yet shown that it belongs to the expected cluster.";
        }

        if (node.IsHeldBack)
        {
            return $"{node.Name} is left alone for a moment.";
        }

        var fault = vitals.Fault?.TrimEnd('.');
        var state = vitals.State switch
        {
            NodeState.Healthy => "healthy",
            NodeState.Degraded => $"degraded ({fault})",
            NodeState.Down => $"down ({fault})",
        };
        return vitals.LastLook.Slot is { } slot
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{node.Name} is {state} at slot {slot}, {vitals.LastLook.SlotsBehind} behind; answers take {vitals.Traffic.UsualTime.TotalMilliseconds:0} ms.")
            : $"{node.Name} is {state}.";
    }
}
