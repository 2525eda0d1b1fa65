using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="CancelTransaction"/>
internal sealed class CancelTransactionHandler(CancelTransferService service, TransferLookup lookup)
    : IRequestHandler<CancelTransaction, TransactionDetails>
{
    public async Task<Answer<TransactionDetails>> HandleAsync(
        CancelTransaction request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !TransactionFields.TryTransactionId(request.TransactionId, out var id, out refusal))
        {
            return refusal;
        }

        var cancelled = await service.CancelAsync(origin.Caller, userId, id, cancellationToken);
        if (!cancelled.TryGetValue(out _, out var error))
        {
            return error;
        }

        var found = await lookup.GetAsync(userId, id, cancellationToken);
        return found.TryGetValue(out var record, out error) ? record.ToDetails() : error;
    }
}
