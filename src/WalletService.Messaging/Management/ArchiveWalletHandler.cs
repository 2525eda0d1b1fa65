using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="ArchiveWallet"/>
internal sealed class ArchiveWalletHandler(ArchiveWalletService service) : IRequestHandler<ArchiveWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(ArchiveWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal))
        {
            return refusal;
        }

        var result = await service.ArchiveAsync(origin.Caller, userId, walletId, cancellationToken);
        return result.TryGetValue(out var wallet, out var error) ? wallet.ToDetails() : error;
    }
}
