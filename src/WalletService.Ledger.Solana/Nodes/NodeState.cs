namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What is thought of a node, best first.</summary>
internal enum NodeState
{
    /// <summary>Keeps up, answers, and is quick enough.</summary>
    Healthy,

    /// <summary>Answers, but is behind, slow, often wrong, or wants to be left alone: used when nothing better is there.</summary>
    Degraded,

    /// <summary>Does not answer: tried only when nothing else is there.</summary>
    Down,
}
