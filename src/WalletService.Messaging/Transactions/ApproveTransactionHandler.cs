using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="ApproveTransaction"/>
internal sealed class ApproveTransactionHandler(ApproveTransferService service, ApprovalAnswers answers)
    : IRequestHandler<ApproveTransaction, TransactionDetails>
{
    public Task<Answer<TransactionDetails>> HandleAsync(
        ApproveTransaction request, RequestOrigin origin, CancellationToken cancellationToken) => answers.AnswerAsync(
            request.UserId,
            request.TransactionId,
            (userId, id) => service.ApproveAsync(origin.Caller, userId, id, cancellationToken),
            cancellationToken);
}
