using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Lets every node show its genesis hash before it is used: what is signed for one cluster must not reach another, and what another
/// cluster says of a transaction must not be believed. A node that was down shows it again.
/// </summary>
internal sealed class ClusterCheck(
    IReadOnlyList<SolanaNode> nodes,
    ClusterIdentity cluster,
    NodeAnnouncer announcer,
    IHostApplicationLifetime lifetime,
    ILogger<ClusterCheck> logger)
{
    /// <summary>Asks every node, and admits those of the right cluster. One that does not answer is asked again later.</summary>
    /// <exception cref="InvalidOperationException">A node belongs to another cluster.</exception>
    public async Task VerifyAllAsync(CancellationToken cancellationToken)
    {
        if (!cluster.IsAsked)
        {
            return;
        }

        // Together, for one that is away takes its time; judged in order, so that the first one counts where none is expected.
        var shown = await Task.WhenAll(nodes.Select(node => AskAsync(node, cancellationToken)));
        foreach (var (node, genesisHash) in nodes.Zip(shown))
        {
            if (genesisHash is not null && !Admit(node, genesisHash))
            {
                throw new InvalidOperationException($"{Difference(node, genesisHash)} The service does not start.");
            }
        }
    }

    /// <summary>Asks a node that has not shown its hash, or has to show it again. A wrong one is never used.</summary>
    /// <returns>Null when it is admitted, else why not.</returns>
    public async Task<string?> VerifyAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        if (node.Vitals.IsVerified)
        {
            return null;
        }

        if (node.Vitals.IsRefused)
        {
            return "it belongs to another cluster";
        }

        if (await AskAsync(node, cancellationToken) is not { } genesisHash)
        {
            return "it does not show its cluster";
        }

        if (Admit(node, genesisHash))
        {
            return null;
        }

        Refuse(node, genesisHash);
        return "it belongs to another cluster";
    }

    /// <summary>The node was away: another machine may answer in its place, so it has to show its cluster again.</summary>
    public void Doubt(SolanaNode node)
    {
        if (cluster.IsAsked)
        {
            node.Vitals.Doubt();
        }
    }

    private bool Admit(SolanaNode node, string genesisHash)
    {
        if (!cluster.Accepts(genesisHash))
        {
            return false;
        }

        node.Vitals.Verify();
        logger.ClusterVerified(node.Name, genesisHash);
        return true;
    }

    private void Refuse(SolanaNode node, string genesisHash)
    {
        node.Vitals.Refuse();
        logger.WrongCluster(node.Name, genesisHash, cluster.GenesisHash!);
        announcer.Announce(NodeChange.Of(node, "refused", Difference(node, genesisHash)));
        if (nodes.All(each => each.Vitals.IsRefused))
        {
            lifetime.StopApplication();
        }
    }

    private async Task<string?> AskAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            var genesis = await node.CallAsync(
                "getGenesisHash", (client, token) => client.GetGenesisHashAsync(token), cancellationToken, mayExceedLimits: true);
            return genesis.ToString();
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            logger.ClusterUnknown(node.Name, exception.Message);
            return null;
        }
    }

    private string Difference(SolanaNode node, string genesisHash) =>
        $"The Solana node {node.Name} ({node.Description.Setting}) belongs to the cluster with genesis hash {genesisHash}, "
        + $"not to {cluster.GenesisHash} ({cluster.Source}).";
}
