using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Calls a transaction off while nothing that was signed for it can execute. Route <see cref="Routes.CancelTransaction"/>. A
/// transaction that is cancelled already is answered in the same way. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record CancelTransaction
{
    public required string UserId { get; init; }

    public required string TransactionId { get; init; }
}

/// <inheritdoc cref="CancelTransaction"/>
public sealed record CancelTransactionReply : Reply<TransactionDetails>;
