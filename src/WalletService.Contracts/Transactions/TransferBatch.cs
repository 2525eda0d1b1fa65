using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Pays many recipients of one wallet in SOL or in one token, each row exactly once, with as few transactions as hold them. Route
/// <see cref="Routes.TransferBatch"/>. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferBatch
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>1 to 2,000 payments. A recipient may be listed several times and is paid as often.</summary>
    public required IReadOnlyList<BatchPayment> Rows { get; init; }

    /// <summary>The token that is paid, by its mint's address, base58; SOL when missing.</summary>
    public string? Mint { get; init; }

    /// <summary>
    /// What the amounts count when the mint withholds a fee: <c>sent</c> (when missing), what leaves the wallet, or <c>received</c>,
    /// what arrives. For a token only.
    /// </summary>
    public string? AmountMeaning { get; init; }

    /// <summary>Text for the Memo program in every transaction, public on chain; at most 500 bytes of UTF-8.</summary>
    public string? Memo { get; init; }

    /// <summary>When to reply: <c>received</c> (when missing), as soon as the batch is committed, or <c>ended</c>.</summary>
    public string? WaitFor { get; init; }

    /// <summary>Reply with the state so far after this many milliseconds: 0 to 60,000; 20,000 when missing. For <c>ended</c> only.</summary>
    public int? WaitMs { get; init; }

    /// <summary>
    /// For how long the service may sign transactions for it, in milliseconds from its receipt: 1,000 to 86,400,000; the service's
    /// setting (2 minutes) when missing.
    /// </summary>
    public int? ValidForMs { get; init; }

    /// <summary>Idempotency key, unique per user: the same request again returns the same batch.</summary>
    public string? RequestId { get; init; }
}

/// <summary>One payment of a batch.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record BatchPayment
{
    /// <summary>The wallet that is paid, base58.</summary>
    public required string Recipient { get; init; }

    /// <summary>SOL (at most nine decimals) or tokens (at most the mint's decimals) as an exact decimal, text or JSON number.</summary>
    [JsonConverter(typeof(AmountConverter))]
    public required string Amount { get; init; }

    /// <summary>What the caller calls the row; at most 64 characters, not interpreted, not on chain.</summary>
    public string? Reference { get; init; }
}

/// <summary>A batch as it stands.</summary>
public sealed record BatchDetails
{
    /// <summary>UUID of version 7.</summary>
    public required string BatchId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The idempotency key under which it was asked for.</summary>
    public required string RequestId { get; init; }

    /// <summary><c>received</c>, <c>planned</c>, <c>running</c> or <c>ended</c>.</summary>
    public required string Status { get; init; }

    /// <summary>The token; missing for SOL.</summary>
    public string? Mint { get; init; }

    public string? Memo { get; init; }

    /// <summary>How many rows it has.</summary>
    public required int RowCount { get; init; }

    /// <summary>Rows that no transaction pays because something stands against them; known once it is planned.</summary>
    public required int RejectedRows { get; init; }

    /// <summary>Rows whose transactions are finalized.</summary>
    public required int PaidRows { get; init; }

    /// <summary>Rejected rows, and those whose transactions have ended without paying.</summary>
    public required int UnpaidRows { get; init; }

    /// <summary>Transactions; known once it is planned.</summary>
    public required int TransactionCount { get; init; }

    /// <summary>Transactions that have come to their end, whichever it is.</summary>
    public required int EndedTransactions { get; init; }

    /// <summary>Until when transactions may be signed for it; RFC 3339, UTC.</summary>
    public required DateTimeOffset SignableUntil { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? PlannedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }
}

/// <inheritdoc cref="TransferBatch"/>
public sealed record TransferBatchReply : Reply<BatchDetails>;
