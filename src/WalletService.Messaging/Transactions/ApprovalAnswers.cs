using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <summary>Takes an approver's word and answers with the transaction as it stands then.</summary>
internal sealed class ApprovalAnswers(TransferLookup lookup)
{
    public async Task<Answer<TransactionDetails>> AnswerAsync(
        string? user,
        string? transaction,
        Func<UserId, TransactionId, Task<Result<Transfer>>> decide,
        CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(user, out var userId, out var refusal)
            || !TransactionFields.TryTransactionId(transaction, out var id, out refusal))
        {
            return refusal;
        }

        var decided = await decide(userId, id);
        if (!decided.TryGetValue(out _, out var error))
        {
            return error;
        }

        var found = await lookup.GetAsync(userId, id, cancellationToken);
        return found.TryGetValue(out var record, out error) ? record.ToDetails() : error;
    }
}
