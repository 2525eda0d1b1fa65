namespace WalletService.Contracts.Transactions;

/// <summary>
/// Reads a transaction as it stands, by its id or by the request that made it: exactly one of the two. Route
/// <see cref="Routes.GetTransaction"/>. A transaction that failed is a successful reply with its <c>status</c> and <c>error</c>.
/// </summary>
public sealed record GetTransaction
{
    public required string UserId { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>The idempotency key of the <c>transferSol</c> or <c>send</c> that made it.</summary>
    public string? RequestId { get; init; }
}

/// <inheritdoc cref="GetTransaction"/>
public sealed record GetTransactionReply : Reply<TransactionDetails>;
