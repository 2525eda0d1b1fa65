using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="RotateKey"/>
internal sealed class RotateKeyHandler(RotateKeyService service, GetWalletService wallets) : IRequestHandler<RotateKey, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(RotateKey request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !FreezeFields.TryOptionalReason(request.Reason, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return refusal;
        }

        var command = new RotateKeyCommand(origin.Caller, userId, walletId, request.Reason, key);
        var result = await service.RotateAsync(command, cancellationToken);
        return result.TryGetValue(out var wallet, out var error)
            ? wallet.ToDetails() with { Addresses = (await wallets.ListAddressesAsync(wallet, cancellationToken)).ToDetails() }
            : error;
    }
}
