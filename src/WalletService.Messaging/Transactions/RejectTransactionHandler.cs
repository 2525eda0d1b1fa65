using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="RejectTransaction"/>
internal sealed class RejectTransactionHandler(ApproveTransferService service, ApprovalAnswers answers)
    : IRequestHandler<RejectTransaction, TransactionDetails>
{
    public Task<Answer<TransactionDetails>> HandleAsync(
        RejectTransaction request, RequestOrigin origin, CancellationToken cancellationToken) => answers.AnswerAsync(
            request.UserId,
            request.TransactionId,
            (userId, id) => service.RejectAsync(origin.Caller, userId, id, cancellationToken),
            cancellationToken);
}
