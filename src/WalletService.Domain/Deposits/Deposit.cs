using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>
/// What one transaction brought into one account of a wallet. There is one for each signature, account and mint, however often its block
/// is read.
/// </summary>
public sealed record Deposit
{
    /// <summary>A UUID of version 7.</summary>
    public required Guid Id { get; init; }

    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    /// <summary>The wallet's address for SOL, the token account for tokens.</summary>
    public required SolanaAddress Account { get; init; }

    /// <summary>Null for SOL.</summary>
    public SolanaAddress? Mint { get; init; }

    /// <summary>The token program's address; null for SOL.</summary>
    public SolanaAddress? Program { get; init; }

    public required byte Decimals { get; init; }

    /// <summary>In lamports or base units.</summary>
    public required ulong Amount { get; init; }

    public required TransactionSignature Signature { get; init; }

    public required ulong Slot { get; init; }

    public DateTimeOffset? BlockTime { get; init; }

    public required DepositStatus Status { get; init; }

    /// <summary>When this service first saw it.</summary>
    public required DateTimeOffset DetectedAt { get; init; }

    /// <summary>When it was booked.</summary>
    public DateTimeOffset? ReceivedAt { get; init; }

    public BookAccount BookAccount => new(WalletId, Account, Mint);
}

public enum DepositStatus
{
    /// <summary>Seen in a confirmed block. An early notice: the block may still be dropped.</summary>
    Detected,

    /// <summary>In a finalized block and in the books.</summary>
    Received,

    /// <summary>Its block was dropped before it was finalized. The same transaction may land again, and is then received.</summary>
    Dropped,
}
