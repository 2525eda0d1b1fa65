using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>Sets a policy for an administrator.</summary>
public sealed class SetPolicyService(IPolicyStore policies, TimeProvider time)
{
    /// <param name="caller">The administrator.</param>
    /// <param name="replaces">The version that has to be the newest, 0 for none at all; null when it does not matter.</param>
    public async Task<Result<StoredPolicy>> SetAsync(
        CallerId caller, PolicyScope scope, PolicyDocument document, long? replaces, CancellationToken cancellationToken)
    {
        var draft = new PolicyDraft(scope, document, caller, time.GetUtcNow(), replaces);
        return await policies.SetAsync(draft, cancellationToken) is { } set
            ? set
            : WalletErrors.ValidationFailed("replaces", "is not the newest version. Read it, and decide anew.");
    }
}
