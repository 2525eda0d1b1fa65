using WalletService.Contracts.Management;
using WalletService.Domain.Freezes;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="UnfreezeSubject"/>
internal sealed class UnfreezeSubjectHandler(FreezeService service) : IRequestHandler<UnfreezeSubject, UnfreezeDetails>
{
    public async Task<Answer<UnfreezeDetails>> HandleAsync(
        UnfreezeSubject request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!FreezeFields.TryTarget(request.Scope, request.Subject, out var target, out var refusal)
            || !FreezeFields.TryReason(request.Reason, out var reason, out refusal))
        {
            return refusal;
        }

        var lifted = await service.UnfreezeAsync(origin.Caller, target, reason, cancellationToken);
        return new UnfreezeDetails
        {
            Scope = target.ScopeName,
            Subject = FreezeFields.SubjectOf(target),
            WasFrozen = lifted is not null,
        };
    }
}
