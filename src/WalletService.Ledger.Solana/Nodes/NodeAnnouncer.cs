using Microsoft.Extensions.Logging;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Tells operators of each change among the nodes.</summary>
internal sealed class NodeAnnouncer(LedgerMetrics metrics, ILogger<NodeAnnouncer> logger)
{
    public Task AnnounceAsync(NodeChange change, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        metrics.NodeChanged(change);
        logger.NodeChanged(change.Node, change.What, change.Reason);
        return Task.CompletedTask;
    }
}
