using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="RenameWallet"/>
internal sealed class RenameWalletHandler(RenameWalletService service) : IRequestHandler<RenameWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(RenameWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryLabel(request.Label, out var label, out refusal))
        {
            return refusal;
        }

        var result = await service.RenameAsync(origin.Caller, userId, walletId, label, cancellationToken);
        return result.TryGetValue(out var wallet, out var error) ? wallet.ToDetails() : error;
    }
}
