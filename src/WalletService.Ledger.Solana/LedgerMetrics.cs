using System.Diagnostics.Metrics;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana;

/// <summary>What the adapter measures of its nodes and calls.</summary>
internal sealed class LedgerMetrics
{
    private readonly Counter<long> calls;
    private readonly Counter<long> hedges;
    private readonly Counter<long> changes;
    private readonly Histogram<double> durations;
    private readonly Meter meter;

    public LedgerMetrics(IMeterFactory factory)
    {
        meter = factory.Create("WalletService");
        calls = meter.CreateCounter<long>("wallet_rpc_calls", description: "Calls of Solana nodes by method and outcome.");
        hedges = meter.CreateCounter<long>("wallet_rpc_hedges", description: "Requests put to a second Solana node because the first was late.");
        changes = meter.CreateCounter<long>("wallet_rpc_node_changes", description: "Changes of what is thought of a Solana node.");
        durations = meter.CreateHistogram<double>("wallet_rpc_call_duration", "ms", "Time that calls of Solana nodes took.");
    }

    /// <param name="node">Its name.</param>
    /// <param name="method">The method called.</param>
    /// <param name="outcome">
    /// <c>ok</c>, <c>refused</c> (the node answered with an error), <c>unavailable</c>, <c>held_back</c> (not asked at all) or <c>cancelled</c>.
    /// </param>
    /// <param name="elapsed">How long it took.</param>
    public void CallEnded(string node, string method, string outcome, TimeSpan elapsed)
    {
        calls.Add(1, new("node", node), new("method", method), new("outcome", outcome));
        durations.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("method", method));
    }

    public void Hedged(string method) => hedges.Add(1, new KeyValuePair<string, object?>("method", method));

    public void NodeChanged(NodeChange change) => changes.Add(1, new("node", change.Node), new("what", change.What));

    /// <summary>Shows each node's state whenever somebody looks, and zeros before anything of it is counted.</summary>
    public void ObserveNodes(IReadOnlyList<SolanaNode> nodes)
    {
        foreach (var node in nodes)
        {
            foreach (var what in NodeChange.Kinds)
            {
                // A node of another cluster wakes somebody, and Prometheus sees no increase in a series that begins at 1.
                changes.Add(0, new("node", node.Name), new("what", what));
            }
        }

        meter.CreateObservableGauge(
            "wallet_rpc_breaker_open",
            () => OfEach(nodes, node => node.IsBreakerOpen ? 1 : 0),
            description: "Whether the circuit breaker of a Solana node is open.");
        meter.CreateObservableGauge(
            "wallet_rpc_node_verified",
            () => OfEach(nodes, node => node.Vitals.IsVerified ? 1 : 0),
            description: "Whether a Solana node has shown the right genesis hash.");
        meter.CreateObservableGauge(
            "wallet_rpc_node_state",
            () => OfEach(nodes, node => (int)node.Vitals.State),
            description: "State of a Solana node: 0 healthy, 1 degraded, 2 down.");
        meter.CreateObservableGauge(
            "wallet_rpc_node_slot",
            () => OfEach([.. nodes.Where(node => node.Vitals.LastLook.Slot is not null)], node => node.Vitals.LastLook.Slot!.Value),
            description: "Newest slot that a Solana node has told.");
        meter.CreateObservableGauge(
            "wallet_rpc_node_slots_behind",
            () => OfEach(nodes, node => node.Vitals.LastLook.SlotsBehind),
            description: "Slots that a Solana node is behind the best one.");
        meter.CreateObservableGauge(
            "wallet_rpc_node_latency",
            unit: "ms",
            description: "Average time of recent answers of a Solana node.",
            observeValues: () => OfEach(nodes, node => node.Vitals.Traffic.UsualTime.TotalMilliseconds));
        meter.CreateObservableGauge(
            "wallet_rpc_node_failure_share",
            () => OfEach(nodes, node => node.Vitals.Traffic.FailureShare),
            description: "Share of recent requests of a Solana node that got no usable answer.");
    }

    private static IEnumerable<Measurement<double>> OfEach(IReadOnlyList<SolanaNode> nodes, Func<SolanaNode, double> value) =>
        nodes.Select(node => new Measurement<double>(value(node), new KeyValuePair<string, object?>("node", node.Name)));
}
