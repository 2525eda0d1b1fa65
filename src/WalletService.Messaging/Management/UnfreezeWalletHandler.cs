using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="UnfreezeWallet"/>
internal sealed class UnfreezeWalletHandler(FreezeWalletService service) : IRequestHandler<UnfreezeWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(UnfreezeWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !FreezeFields.TryOptionalReason(request.Reason, out refusal))
        {
            return refusal;
        }

        var result = await service.UnfreezeAsync(origin.Caller, userId, walletId, request.Reason, cancellationToken);
        return result.TryGetValue(out var wallet, out var error) ? wallet.ToDetails() : error;
    }
}
