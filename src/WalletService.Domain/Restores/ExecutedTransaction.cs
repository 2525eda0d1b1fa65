using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Restores;

/// <summary>A transaction of a wallet that the chain has and a restored database does not know.</summary>
public sealed record ExecutedTransaction
{
    public required TransactionSignature Signature { get; init; }

    /// <summary>The wallet's address that has signed it.</summary>
    public required SolanaAddress Signer { get; init; }

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

    /// <summary>Whether it holds nothing but payments of the wallet, the accounts that they need, memos, and closings of empty token accounts.</summary>
    public required bool IsPlain { get; init; }

    /// <summary>Most bytes of account data that it may load, as it says itself; null when it says nothing. It tells whose it may be (decision 0003).</summary>
    public required uint? DataSizeLimit { get; init; }

    /// <summary>Whom it paid SOL from the wallet, in its order.</summary>
    public required IReadOnlyList<SolPart> SolPayments { get; init; }

    /// <summary>What it paid in tokens from the wallet; null when it paid none, or more than one token.</summary>
    public required TokenMovement? TokenPayments { get; init; }

    /// <summary>Who got the rent of token accounts that it closed.</summary>
    public required IReadOnlyList<SolanaAddress> ClosedTo { get; init; }

    /// <summary>The text of its memos; null without one, or when they differ.</summary>
    public required string? Memo { get; init; }

    /// <summary>What left the wallet's own balance beside the fee.</summary>
    public required Lamports Outlay { get; init; }
}
