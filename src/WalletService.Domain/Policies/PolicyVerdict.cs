using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>What policies say to a request, and why: the strictest answer of all of them.</summary>
/// <param name="Checks">Every comparison that was made, those that let it pass too.</param>
public abstract record PolicyVerdict(IReadOnlyList<PolicyCheck> Checks)
{
    /// <summary>The checks that led to the answer.</summary>
    public abstract IReadOnlyList<PolicyCheck> Reasons { get; }

    public sealed record Allow(IReadOnlyList<PolicyCheck> Checks) : PolicyVerdict(Checks)
    {
        public override IReadOnlyList<PolicyCheck> Reasons => [];
    }

    public sealed record Deny(IReadOnlyList<PolicyCheck> Checks) : PolicyVerdict(Checks)
    {
        public override IReadOnlyList<PolicyCheck> Reasons => [.. Checks.Where(check => check.Answer == PolicyAnswer.Deny)];
    }

    /// <param name="Checks">Every comparison that was made.</param>
    /// <param name="Demands">At least one; each has to be met.</param>
    public sealed record RequireApproval(IReadOnlyList<PolicyCheck> Checks, IReadOnlyList<ApprovalDemand> Demands) : PolicyVerdict(Checks)
    {
        public override IReadOnlyList<PolicyCheck> Reasons => [.. Checks.Where(check => check.Answer == PolicyAnswer.Approval)];
    }
}

/// <summary>One rule's answer to a request.</summary>
/// <param name="Rule">Where the rule stands in its document, e.g. <c>windows[0].maximum</c>.</param>
/// <param name="Scope">Null for a rule of the service, which holds without a policy.</param>
/// <param name="Version">The policy's version; null without one.</param>
/// <param name="Message">One sentence for the caller.</param>
/// <param name="Actual">What was compared; amounts in base units.</param>
/// <param name="Limit">What it was compared with.</param>
public sealed record PolicyCheck(
    string Rule, PolicyScope? Scope, long? Version, PolicyAnswer Answer, string Message, string? Actual = null, string? Limit = null);

/// <summary>Approvals that a policy asks for.</summary>
/// <param name="Scope">The policy that asks.</param>
/// <param name="Expiry">How long is waited for them.</param>
public sealed record ApprovalDemand(PolicyScope Scope, IReadOnlyList<CallerId> Approvers, int Required, TimeSpan Expiry)
{
    /// <summary>Whether enough of the named have approved.</summary>
    public bool IsMetBy(IEnumerable<CallerId> approved) => approved.Distinct().Count(Approvers.Contains) >= Required;

    public bool Equals(ApprovalDemand? other) =>
        other is not null && Scope == other.Scope && Required == other.Required && Expiry == other.Expiry
        && Approvers.SequenceEqual(other.Approvers);

    public override int GetHashCode() => HashCode.Combine(Scope, Required, Expiry, Approvers.Count);
}
