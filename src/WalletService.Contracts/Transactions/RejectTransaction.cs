using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Refuses a transaction that awaits approval, which ends it; the approver is the caller. Route <see cref="Routes.RejectTransaction"/>.
/// Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RejectTransaction
{
    public required string UserId { get; init; }

    public required string TransactionId { get; init; }
}

/// <inheritdoc cref="RejectTransaction"/>
public sealed record RejectTransactionReply : Reply<TransactionDetails>;
