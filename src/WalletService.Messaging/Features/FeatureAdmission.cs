using WalletService.Domain.Errors;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Features;

/// <summary>
/// Refuses new requests for what is switched off. One that was accepted before is answered as ever: a caller that asks again must not
/// be told that nothing was done.
/// </summary>
internal sealed class FeatureAdmission(FeatureFlags flags, ITransferStore transfers, IBatchStore batches)
{
    /// <summary>Null when the request may go on.</summary>
    /// <exception cref="PortUnavailableException">The store of records is away.</exception>
    public async Task<WalletError?> RefuseAsync(WalletRoute route, object request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var needed = route.FeaturesOf(request);
        if (needed.Count == 0)
        {
            return null;
        }

        await flags.EnsureReadAsync(cancellationToken);
        foreach (var feature in needed)
        {
            if (!flags.IsOn(feature))
            {
                return await WasAcceptedAsync(route, request, origin, cancellationToken) ? null : WalletErrors.FeatureDisabled(feature);
            }
        }

        return null;
    }

    private async Task<bool> WasAcceptedAsync(WalletRoute route, object request, RequestOrigin origin, CancellationToken cancellationToken) =>
        UserId.TryParse(route.UserIdOf(request), out var userId)
        && RequestFields.TryIdempotencyKey(route.RequestIdOf(request), origin, out var key, out _)
        && (await transfers.FindByKeyAsync(userId, key, cancellationToken) is not null
            || await batches.FindByKeyAsync(userId, key, cancellationToken) is not null);
}
