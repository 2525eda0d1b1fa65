using WalletService.Contracts.Policies;
using WalletService.Domain.Policies;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Policies;

/// <inheritdoc cref="SetPolicy"/>
internal sealed class SetPolicyHandler(SetPolicyService service) : IRequestHandler<SetPolicy, PolicyDetails>
{
    public async Task<Answer<PolicyDetails>> HandleAsync(SetPolicy request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!PolicyMapping.TryScope(request.Scope, request.Subject, out var scope, out var refusal)
            || !PolicyMapping.TryDocument(request.Policy, out var document, out refusal))
        {
            return refusal;
        }

        var set = await service.SetAsync(origin.Caller, scope, document, request.Replaces, cancellationToken);
        return set.TryGetValue(out var stored, out var error) ? stored.ToDetails() : error;
    }
}
