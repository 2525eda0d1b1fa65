namespace WalletService.Contracts.Transactions;

/// <summary>
/// Reads a batch and what has become of its rows, by its id or by the request that made it: exactly one of the two. Route
/// <see cref="Routes.GetBatch"/>.
/// </summary>
public sealed record GetBatch
{
    public required string UserId { get; init; }

    public string? BatchId { get; init; }

    /// <summary>The idempotency key of the <c>transferBatch</c> that made it.</summary>
    public string? RequestId { get; init; }

    /// <summary>How many rows: 1 to 500; 200 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary><c>nextCursor</c> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A batch with one page of its rows.</summary>
public sealed record BatchReport
{
    public required BatchDetails Batch { get; init; }

    /// <summary>In the order of the request.</summary>
    public required IReadOnlyList<BatchRowDetails> Rows { get; init; }

    /// <summary>Missing on the last page.</summary>
    public string? NextCursor { get; init; }
}

/// <summary>What has become of one payment of a batch.</summary>
public sealed record BatchRowDetails
{
    /// <summary>1 for the first row of the request.</summary>
    public required int Row { get; init; }

    public required string Recipient { get; init; }

    /// <summary>As it was asked for, without superfluous zeros.</summary>
    public required string Amount { get; init; }

    public string? Reference { get; init; }

    /// <summary>
    /// <c>received</c> while nothing is planned; <c>rejected</c> when something stands against it; else the status of the transaction that
    /// pays it, as <c>wallet.transaction.get</c> tells it.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>The transaction that pays it, with others; to be asked for with <c>wallet.transaction.get</c>.</summary>
    public string? TransactionId { get; init; }

    /// <summary>The transaction's id on chain, base58; missing until it is signed, final from <c>confirmed</c> on.</summary>
    public string? Signature { get; init; }

    /// <summary>Why it was not paid.</summary>
    public ErrorDetails? Error { get; init; }
}

/// <inheritdoc cref="GetBatch"/>
public sealed record GetBatchReply : Reply<BatchReport>;
