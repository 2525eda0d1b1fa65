namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What is known of a node: whether it belongs to the right cluster, how it does, and how its requests fare.</summary>
internal sealed class NodeVitals(NodeLimits limits)
{
    private readonly Lock gate = new();
    private readonly NodeStanding standing = new(limits);
    private volatile Known known = new(NodeState.Healthy, Fault: null, new NodeLook());
    private volatile bool isVerified;
    private volatile bool isRefused;

    public NodeTraffic Traffic { get; } = new();

    /// <summary>Whether the node may be asked: it has shown that it belongs to the cluster. No other answer of it counts before.</summary>
    public bool IsVerified => isVerified;

    /// <summary>Whether it has shown that it belongs to another cluster; it is never used.</summary>
    public bool IsRefused => isRefused;

    public NodeState State => known.State;

    /// <summary>Why it is not healthy.</summary>
    public string? Fault => known.Fault;

    public NodeLook LastLook => known.LastLook;

    /// <summary>
    /// Whether its word is waited for where one node's does not do: it answers and does not say of itself that it is behind. What other
    /// nodes make it look like does not count: one that tells a slot from the future makes all others look late.
    /// </summary>
    public bool IsWitness => isVerified && State != NodeState.Down && LastLook.SaysHealthy;

    public void Verify() => isVerified = true;

    /// <summary>It has to show its cluster again.</summary>
    public void Doubt() => isVerified = false;

    public void Refuse()
    {
        isVerified = false;
        isRefused = true;
    }

    /// <returns>The states before and after the look.</returns>
    public (NodeState Before, NodeState After) Note(NodeLook look)
    {
        lock (gate)
        {
            var before = standing.State;
            var after = standing.Note(look);
            known = new Known(after, standing.Fault, look);
            return (before, after);
        }
    }

    private sealed record Known(NodeState State, string? Fault, NodeLook LastLook);
}
