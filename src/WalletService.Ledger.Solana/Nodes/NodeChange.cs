namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What became of a node, in words that say nothing of how it is reached.</summary>
/// <param name="Node">Its name.</param>
/// <param name="What">
/// <c>recovered</c>, <c>degraded</c>, <c>down</c>, <c>refused</c> (it belongs to another cluster), or, when the work moves between primary nodes
/// and backups, <c>failedOver</c> and <c>failedBack</c> with the node that comes first now.
/// </param>
/// <param name="Role"><c>primary</c> or <c>backup</c>.</param>
/// <param name="Reason">One sentence for an operator.</param>
internal sealed record NodeChange(string Node, string What, string Role, string Reason)
{
    /// <summary>All that may become of a node.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["recovered", "degraded", "down", "refused", "failedOver", "failedBack"];

    public static NodeChange Of(SolanaNode node, string what, string reason) =>
        new(node.Name, what, node.Role switch { NodeRole.Primary => "primary", NodeRole.Backup => "backup" }, reason);
}
