using WalletService.Contracts.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="SignTransaction"/>
internal sealed class SignTransactionHandler(SignTransactionService service)
    : IRequestHandler<SignTransaction, SignedTransactionDetails>
{
    public async Task<Answer<SignedTransactionDetails>> HandleAsync(
        SignTransaction request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryTransaction(request.Transaction, out var wireTransaction, out refusal)
            || !DeclarationFields.TryRead(request.Declares, out var declared, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return refusal;
        }

        var result = await service.SignAsync(
            origin.Caller, userId, walletId, new CallerRequest(wireTransaction, declared), key, cancellationToken);
        return result.TryGetValue(out var signed, out var error) ? ToDetails(signed) : error;
    }

    private static SignedTransactionDetails ToDetails(SignedTransaction signed) => new()
    {
        Transaction = Convert.ToBase64String(signed.WireTransaction.Span),
        Signature = signed.Signature.Value,
        Complete = signed.MissingSigners.Count == 0,
        MissingSigners = [.. signed.MissingSigners.Select(signer => signer.Value)],
    };
}
