namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// A node's state by the looks at it: the worst of the last three. So a single bad look is enough to fall, three good ones in a row
/// are needed to return, and a node on the edge does not flutter. One look without an answer may be a lost packet and only degrades;
/// two in a row mean that the node is down.
/// </summary>
internal sealed class NodeStanding(NodeLimits limits)
{
    private const int LooksToReturn = 3;

    private readonly Queue<(NodeState Grade, string? Fault)> recent = new(LooksToReturn);
    private bool gaveNoAnswer;

    public NodeState State { get; private set; } = NodeState.Healthy;

    /// <summary>Why it is not healthy; null when it is.</summary>
    public string? Fault { get; private set; }

    /// <returns>The state after the look.</returns>
    public NodeState Note(NodeLook look)
    {
        if (recent.Count == LooksToReturn)
        {
            recent.Dequeue();
        }

        recent.Enqueue((Grade(look), look.Fault(limits)));
        gaveNoAnswer = look is { NoAnswer: not null, IsHeldBack: false };
        State = recent.Max(seen => seen.Grade);
        Fault = recent.Last(seen => seen.Grade == State).Fault;
        return State;
    }

    private NodeState Grade(NodeLook look) => look switch
    {
        { NoAnswer: not null, IsHeldBack: false } when gaveNoAnswer => NodeState.Down,
        _ => look.Fault(limits) is null ? NodeState.Healthy : NodeState.Degraded,
    };
}
