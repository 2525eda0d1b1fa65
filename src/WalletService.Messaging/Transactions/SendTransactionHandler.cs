using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="SendTransaction"/>
internal sealed class SendTransactionHandler(SendTransactionService service, TransferReplies replies)
    : IRequestHandler<SendTransaction, TransferDetails>
{
    public async Task<Answer<TransferDetails>> HandleAsync(
        SendTransaction request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryTransaction(request.Transaction, out var wireTransaction, out refusal)
            || !DeclarationFields.TryRead(request.Declares, out var declared, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal)
            || !RequestFields.TryWaitFor(request.WaitFor, out var waitFor, out refusal)
            || !RequestFields.TryWait(request.WaitMs, out var atMost, out refusal))
        {
            return refusal;
        }

        var asked = new CallerRequest(wireTransaction, declared);
        return replies.Answer(
            await service.SubmitAsync(origin.Caller, userId, walletId, asked, key, cancellationToken), waitFor, atMost);
    }
}
