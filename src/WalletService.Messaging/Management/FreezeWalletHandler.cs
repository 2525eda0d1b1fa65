using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="FreezeWallet"/>
internal sealed class FreezeWalletHandler(FreezeWalletService service) : IRequestHandler<FreezeWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(FreezeWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !FreezeFields.TryOptionalReason(request.Reason, out refusal))
        {
            return refusal;
        }

        var result = await service.FreezeAsync(origin.Caller, userId, walletId, request.Reason, cancellationToken);
        return result.TryGetValue(out var wallet, out var error) ? wallet.ToDetails() : error;
    }
}
