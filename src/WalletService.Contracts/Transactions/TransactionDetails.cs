namespace WalletService.Contracts.Transactions;

/// <summary>A transaction of a wallet as it stands, whatever became of it.</summary>
public sealed record TransactionDetails
{
    /// <summary>UUID of version 7.</summary>
    public required string TransactionId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The idempotency key under which it was asked for.</summary>
    public required string RequestId { get; init; }

    /// <summary><c>transferSol</c>, <c>transferToken</c>, <c>transferBatch</c> or <c>send</c>, by the route that made it.</summary>
    public required string Kind { get; init; }

    /// <summary>
    /// <c>received</c>, <c>awaitingApproval</c>, <c>ready</c>, <c>signed</c>, <c>submitted</c>, <c>confirmed</c>, or an end:
    /// <c>finalized</c>, <c>rejected</c>, <c>failed</c>, <c>expired</c>, <c>cancelled</c>.
    /// </summary>
    public required string Status { get; init; }

    /// <summary>Who is paid, base58; missing for a caller's own transaction and for one of a batch.</summary>
    public string? Recipient { get; init; }

    /// <summary>The batch that it is a transaction of; missing for what was asked for by itself.</summary>
    public string? BatchId { get; init; }

    public string? Memo { get; init; }

    /// <summary>What leaves the wallet beside the fee; integer as text; missing until it is decided.</summary>
    public string? Lamports { get; init; }

    /// <summary>Present when it is a payment in a token.</summary>
    public TokenPayment? Token { get; init; }

    /// <summary>The wallet's fee: quoted, and from the chain once it was executed; integer as text.</summary>
    public string? FeeLamports { get; init; }

    /// <summary>Of the newest attempt, base58; missing until it is signed.</summary>
    public string? Signature { get; init; }

    /// <summary>The slot in which it was executed.</summary>
    public ulong? Slot { get; init; }

    /// <summary><c>confirmed</c> or <c>finalized</c>.</summary>
    public string? Confirmation { get; init; }

    /// <summary>When the block was made, by the cluster's clock; RFC 3339, UTC.</summary>
    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>Balances around the transaction; present once it was executed for good.</summary>
    public TransferBalances? Balances { get; init; }

    /// <summary>No transaction is signed for it after this time; RFC 3339, UTC.</summary>
    public required DateTimeOffset SignableUntil { get; init; }

    public required TransferStepTimes Times { get; init; }

    /// <summary>Every transaction that was signed for it, oldest first; left out in lists.</summary>
    public IReadOnlyList<TransactionAttempt>? Attempts { get; init; }

    /// <summary>Present when a policy asks for approvals.</summary>
    public TransactionApproval? Approval { get; init; }

    /// <summary>Why it ended without effect.</summary>
    public ErrorDetails? Error { get; init; }

    /// <summary>Present once it was executed for good, with or without an error; left out in lists.</summary>
    public TransactionReceipt? Receipt { get; init; }
}

/// <summary>A signed transaction. At most one of a transaction's attempts is not dead.</summary>
public sealed record TransactionAttempt
{
    /// <summary>1 for the first.</summary>
    public required int Number { get; init; }

    /// <summary>Base58.</summary>
    public required string Signature { get; init; }

    /// <summary><c>live</c> (may be executed), <c>landed</c> (was executed) or <c>dead</c> (proven never to be executed).</summary>
    public required string Outcome { get; init; }

    /// <summary>Base58.</summary>
    public required string Blockhash { get; init; }

    /// <summary>It can't be executed in a block of a greater height.</summary>
    public required ulong LastValidBlockHeight { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset SignedAt { get; init; }
}
