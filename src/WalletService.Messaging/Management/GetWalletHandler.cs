using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="GetWallet"/>
internal sealed class GetWalletHandler(GetWalletService service) : IRequestHandler<GetWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(GetWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal))
        {
            return refusal;
        }

        var result = await service.GetAsync(userId, walletId, cancellationToken);
        return result.TryGetValue(out var wallet, out var error)
            ? wallet.ToDetails() with { Addresses = (await service.ListAddressesAsync(wallet, cancellationToken)).ToDetails() }
            : error;
    }
}
