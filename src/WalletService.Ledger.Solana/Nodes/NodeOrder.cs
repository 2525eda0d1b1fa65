namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// In which order nodes are asked: healthy primaries, healthy backups, then the degraded ones and at last those that are down, each
/// time primaries first. Nodes that would do as well are drawn by lot according to their weights.
/// </summary>
internal static class NodeOrder
{
    /// <param name="nodes">The nodes that may be asked at all.</param>
    /// <param name="draw">Random numbers from 0 to 1.</param>
    public static IReadOnlyList<SolanaNode> Arrange(IEnumerable<SolanaNode> nodes, Func<double> draw) =>
    [
        .. nodes
            .Select(node => (Node: node, Rank: Rank(node.Vitals.State, node.Role), Lot: Lot(node.Weight, draw())))
            .OrderBy(entry => entry.Rank)
            .ThenByDescending(entry => entry.Lot)
            .Select(entry => entry.Node),
    ];

    private static int Rank(NodeState state, NodeRole role) => ((int)state * 2) + (int)role;

    /// <summary>The highest of these comes first with a probability in proportion to its weight (Efraimidis and Spirakis, 2006).</summary>
    private static double Lot(int weight, double random) => Math.Pow(random, 1.0 / weight);
}
