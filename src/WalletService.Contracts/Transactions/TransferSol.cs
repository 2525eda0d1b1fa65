using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Pays SOL from a wallet, exactly once. Route <see cref="Routes.TransferSol"/>. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferSol
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>Solana address, base58.</summary>
    public required string Recipient { get; init; }

    /// <summary>SOL as an exact decimal (text or JSON number, at most nine decimals), or <c>"max"</c> for all that can be sent.</summary>
    [JsonConverter(typeof(AmountConverter))]
    public required string Amount { get; init; }

    /// <summary>Text for the Memo program, public on chain; at most 500 bytes of UTF-8.</summary>
    public string? Memo { get; init; }

    /// <summary>When to reply: <c>submitted</c>, <c>confirmed</c> (when missing) or <c>finalized</c>.</summary>
    public string? WaitFor { get; init; }

    /// <summary>Reply with the state so far after this many milliseconds: 0 to 60,000; 20,000 when missing.</summary>
    public int? WaitMs { get; init; }

    /// <summary>
    /// For how long the service may sign a transaction for it, in milliseconds from its receipt: 1,000 to 86,400,000; the service's
    /// setting (2 minutes) when missing.
    /// </summary>
    public int? ValidForMs { get; init; }

    /// <summary>Idempotency key, unique per user: the same request again returns the same transfer.</summary>
    public string? RequestId { get; init; }
}

/// <summary>A transfer as it stands.</summary>
public sealed record TransferDetails
{
    /// <summary>UUID of version 7.</summary>
    public required string TransactionId { get; init; }

    /// <summary><c>received</c>, <c>ready</c>, <c>signed</c>, <c>submitted</c>, <c>confirmed</c>, <c>finalized</c>, or an end without payment.</summary>
    public required string Status { get; init; }

    /// <summary>The transaction's id on chain, base58; missing until it is signed.</summary>
    public string? Signature { get; init; }

    /// <summary>
    /// What moves; integer as text; missing until it is decided. Of a payment in a token, the rent for the recipient's token account,
    /// if the wallet pays it.
    /// </summary>
    public string? Lamports { get; init; }

    /// <summary>Present when it is a payment in a token.</summary>
    public TokenPayment? Token { get; init; }

    /// <summary>The fee: quoted, and from the chain once it was executed; integer as text.</summary>
    public string? FeeLamports { get; init; }

    /// <summary>The slot in which it was executed.</summary>
    public ulong? Slot { get; init; }

    /// <summary><c>confirmed</c> or <c>finalized</c>.</summary>
    public string? Confirmation { get; init; }

    /// <summary>When the block was made, by the cluster's clock; RFC 3339, UTC.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>Balances of both sides around the transaction; present once it was executed.</summary>
    public TransferBalances? Balances { get; init; }

    public required TransferStepTimes Times { get; init; }

    /// <summary>Why it ended without payment.</summary>
    public ErrorDetails? Error { get; init; }
}

/// <summary>Lamports before and after the transaction; integers as text.</summary>
public sealed record TransferBalances
{
    public required string SourceBefore { get; init; }

    public required string SourceAfter { get; init; }

    /// <summary>Missing when the service does not know the recipient: only the transaction itself says it.</summary>
    public string? RecipientBefore { get; init; }

    public string? RecipientAfter { get; init; }
}

/// <summary>When the service saw each step; RFC 3339, UTC.</summary>
public sealed record TransferStepTimes
{
    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? ReadyAt { get; init; }

    public DateTimeOffset? SignedAt { get; init; }

    public DateTimeOffset? SubmittedAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <inheritdoc cref="TransferSol"/>
public sealed record TransferSolReply : Reply<TransferDetails>;
