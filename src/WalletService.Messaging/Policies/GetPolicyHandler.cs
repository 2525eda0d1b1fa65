using WalletService.Contracts.Policies;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Policies;

/// <inheritdoc cref="GetPolicy"/>
internal sealed class GetPolicyHandler(IPolicyStore policies) : IRequestHandler<GetPolicy, PolicyDetails>
{
    public async Task<Answer<PolicyDetails>> HandleAsync(GetPolicy request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!PolicyMapping.TryScope(request.Scope, request.Subject, out var scope, out var refusal))
        {
            return refusal;
        }

        return await policies.FindAsync(scope, request.Version, cancellationToken) is { } stored
            ? stored.ToDetails()
            : PolicyErrors.NotFound();
    }
}
