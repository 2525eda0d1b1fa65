namespace WalletService.Ledger.Solana.Nodes;

/// <summary>What became of a node, in words that say nothing of how it is reached.</summary>
/// <param name="Node">Its name.</param>
/// <param name="What"><c>node_degraded</c>, <c>node_down</c>, <c>node_recovered</c>, <c>node_refused</c>, or, for the role of the nodes that do the
/// work now, <c>failed_over</c> and <c>failed_back</c>.</param>
/// <param name="Reason">One sentence for an operator.</param>
internal sealed record NodeChange(string Node, string What, string Reason);
