using WalletService.Contracts.Balances;
using WalletService.Domain.Balances;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Balances;

/// <inheritdoc cref="GetTokens"/>
internal sealed class GetTokensHandler(GetTokensService service) : IRequestHandler<GetTokens, TokenList>
{
    public async Task<Answer<TokenList>> HandleAsync(GetTokens request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal))
        {
            return refusal;
        }

        var result = await service.GetAsync(userId, walletId, cancellationToken);
        return result.TryGetValue(out var tokens, out var error) ? tokens.ToContract() : error;
    }
}
