using WalletService.Domain.Policies;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>The policies that administrators have set; versions are only ever added.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; setting the
/// same policy again is harmless.
/// </remarks>
public interface IPolicyStore
{
    /// <summary>
    /// Makes the document the newest version of its scope, with an entry of the audit log. One that says the same as the newest is not
    /// added: the newest is returned. When it returns, whatever is decided or signed later is judged by it, in every instance.
    /// </summary>
    /// <returns>Null when the newest version is not the one that <see cref="PolicyDraft.Replaces"/> names.</returns>
    Task<StoredPolicy?> SetAsync(PolicyDraft draft, CancellationToken cancellationToken);

    /// <summary>A version of a scope's policy, or its newest; null when there is none.</summary>
    Task<StoredPolicy?> FindAsync(PolicyScope scope, long? version, CancellationToken cancellationToken);

    /// <summary>The newest policies of scopes behind <paramref name="after"/>, in the order of their kinds and subjects.</summary>
    Task<IReadOnlyList<StoredPolicy>> ListAsync(int limit, PolicyScope? after, CancellationToken cancellationToken);
}

/// <summary>A policy that is to be set.</summary>
/// <param name="Replaces">The version that has to be the newest, 0 for none at all; null when it does not matter.</param>
public sealed record PolicyDraft(PolicyScope Scope, PolicyDocument Document, CallerId SetBy, DateTimeOffset At, long? Replaces = null);

/// <summary>A policy with who has set it.</summary>
public sealed record StoredPolicy(Policy Policy, CallerId SetBy, DateTimeOffset SetAt);
