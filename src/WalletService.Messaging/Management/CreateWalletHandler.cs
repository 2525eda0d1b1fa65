using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="CreateWallet"/>
internal sealed class CreateWalletHandler(CreateWalletService service)
    : IRequestHandler<CreateWallet, WalletDetails>
{
    public async Task<Answer<WalletDetails>> HandleAsync(CreateWallet request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryLabel(request.Label, out var label, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return refusal;
        }

        var result = await service.CreateAsync(origin.Caller, userId, label, key, cancellationToken);
        return result.TryGetValue(out var wallet, out var error) ? wallet.ToDetails() : error;
    }
}
