using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Approves a transaction that awaits it; the approver is the caller. Route <see cref="Routes.ApproveTransaction"/>. The same approver
/// again changes nothing. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record ApproveTransaction
{
    public required string UserId { get; init; }

    public required string TransactionId { get; init; }
}

/// <inheritdoc cref="ApproveTransaction"/>
public sealed record ApproveTransactionReply : Reply<TransactionDetails>;
