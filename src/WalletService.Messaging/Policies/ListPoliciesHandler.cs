using WalletService.Contracts.Policies;
using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Transactions;

namespace WalletService.Messaging.Policies;

/// <inheritdoc cref="ListPolicies"/>
internal sealed class ListPoliciesHandler(IPolicyStore policies) : IRequestHandler<ListPolicies, PolicyList>
{
    public async Task<Answer<PolicyList>> HandleAsync(ListPolicies request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!TransactionFields.TryLimit(request.Limit, out var limit, out var refusal))
        {
            return refusal;
        }

        PolicyScope? after = null;
        if (request.Cursor is { } cursor)
        {
            var parts = cursor.Split(':', 2);
            if (!PolicyScope.TryParse(parts[0], parts.ElementAtOrDefault(1), out after))
            {
                return WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
            }
        }

        var found = await policies.ListAsync(limit + 1, after, cancellationToken);
        return new PolicyList
        {
            Policies = [.. found.Take(limit).Select(stored => stored.ToDetails())],
            NextCursor = found.Count > limit ? found[limit - 1].Policy.Scope.ToString() : null,
        };
    }
}
