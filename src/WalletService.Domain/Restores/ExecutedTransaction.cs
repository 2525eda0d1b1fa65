using WalletService.Domain.Values;

namespace WalletService.Domain.Restores;

/// <summary>A transaction of a wallet that the chain has and a restored database does not know.</summary>
public sealed record ExecutedTransaction
{
    public required TransactionSignature Signature { get; init; }

    /// <summary>As it was sent.</summary>
    public required ReadOnlyMemory<byte> WireTransaction { get; init; }

    /// <summary>SHA-256 of what was signed, in hexadecimal.</summary>
    public required string MessageHash { get; init; }

    public required string Blockhash { get; init; }

    /// <summary>The slot of its block.</summary>
    public required ulong Slot { get; init; }

    /// <summary>When its block was made, if the node knows.</summary>
    public required DateTimeOffset? BlockTime { get; init; }

    /// <summary>What was charged.</summary>
    public required Lamports Fee { get; init; }

    /// <summary>Whether it was executed with an error, so that nothing but its fee was paid.</summary>
    public bool HasFailed { get; init; }

    /// <summary>Whom it paid SOL from the wallet, when it holds one such payment; else null.</summary>
    public required SolanaAddress? Recipient { get; init; }

    /// <summary>What it paid; zero without <see cref="Recipient"/>.</summary>
    public required Lamports Paid { get; init; }
}
