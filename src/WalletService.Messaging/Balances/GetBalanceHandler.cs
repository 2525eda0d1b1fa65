using WalletService.Contracts.Balances;
using WalletService.Domain.Balances;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Balances;

/// <inheritdoc cref="GetBalance"/>
internal sealed class GetBalanceHandler(GetBalanceService service) : IRequestHandler<GetBalance, Balance>
{
    public async Task<Answer<Balance>> HandleAsync(GetBalance request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryCommitment(request.Commitment, out var commitment, out refusal))
        {
            return refusal;
        }

        var result = await service.GetAsync(userId, walletId, commitment, cancellationToken);
        return result.TryGetValue(out var balance, out var error) ? balance.ToContract() : error;
    }
}
