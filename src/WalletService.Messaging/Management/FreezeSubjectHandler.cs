using WalletService.Contracts.Management;
using WalletService.Domain.Freezes;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="FreezeSubject"/>
internal sealed class FreezeSubjectHandler(FreezeService service) : IRequestHandler<FreezeSubject, FreezeDetails>
{
    public async Task<Answer<FreezeDetails>> HandleAsync(FreezeSubject request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!FreezeFields.TryTarget(request.Scope, request.Subject, out var target, out var refusal)
            || !FreezeFields.TryReason(request.Reason, out var reason, out refusal))
        {
            return refusal;
        }

        return (await service.FreezeAsync(origin.Caller, target, reason, cancellationToken)).ToDetails();
    }
}
