namespace WalletService.Solana.Rpc;

/// <summary>How a node shall take a transaction.</summary>
public sealed record SendOptions
{
    /// <summary>Forward without simulating first: right for sending the same bytes again.</summary>
    public bool SkipPreflight { get; init; }

    /// <summary>
    /// The commitment at which the blockhash was fetched. Needed even without preflight: the node finds the expiry by it.
    /// </summary>
    public Commitment PreflightCommitment { get; init; } = Commitment.Confirmed;

    /// <summary>How often the node forwards again by itself; null leaves it to the node, until expiry.</summary>
    public uint? MaxRetries { get; init; }

    public ulong? MinContextSlot { get; init; }
}
