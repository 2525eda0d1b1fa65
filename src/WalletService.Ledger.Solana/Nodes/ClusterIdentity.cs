using Microsoft.Extensions.Options;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Whether the nodes were seen to belong to the expected cluster. Without an expectation every cluster will do.</summary>
internal sealed class ClusterIdentity(IOptions<SolanaOptions> options)
{
    private volatile bool verified = string.IsNullOrEmpty(options.Value.ExpectedGenesisHash);

    public bool IsVerified => verified;

    public void MarkVerified() => verified = true;
}
