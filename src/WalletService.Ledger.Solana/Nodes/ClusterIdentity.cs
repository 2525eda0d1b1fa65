using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// The cluster to which every node must belong: the expected one, or, when several nodes are configured without an expectation, that
/// of the first one that answers. A single node without an expectation is taken as it is.
/// </summary>
internal sealed class ClusterIdentity(IOptions<SolanaOptions> options) : IClusterIdentity
{
    private volatile string? genesisHash = string.IsNullOrEmpty(options.Value.ExpectedGenesisHash) ? null : options.Value.ExpectedGenesisHash;

    /// <summary>Whether nodes have to show their genesis hash.</summary>
    public bool IsAsked { get; } = !string.IsNullOrEmpty(options.Value.ExpectedGenesisHash) || options.Value.Nodes.Count > 1;

    /// <summary>Null before the first answer when there is no expectation.</summary>
    public string? GenesisHash => genesisHash;

    /// <summary>Where the hash comes from, for an operator.</summary>
    public string Source { get; } =
        string.IsNullOrEmpty(options.Value.ExpectedGenesisHash) ? "that of the other nodes" : "Solana:ExpectedGenesisHash";

    /// <summary>Whether a node with this hash is of the cluster; the first hash decides when none is expected.</summary>
    public bool Accepts(string shown)
    {
        genesisHash ??= shown;
        return string.Equals(genesisHash, shown, StringComparison.Ordinal);
    }
}
