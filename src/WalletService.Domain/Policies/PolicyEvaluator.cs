namespace WalletService.Domain.Policies;

/// <summary>
/// Judges a request by all policies that apply to it: the strictest answer wins, whichever scope it comes from. Pure: the same subject,
/// policies and spending give the same verdict.
/// </summary>
public static class PolicyEvaluator
{
    /// <param name="subject">What is judged.</param>
    /// <param name="policies">The newest policy of each scope that covers the wallet; none where nothing was set.</param>
    /// <param name="spending">What was moved before, without the subject itself.</param>
    public static PolicyVerdict Evaluate(PolicySubject subject, IReadOnlyList<Policy> policies, PolicySpending spending)
    {
        Policy[] ordered = [.. policies.OrderBy(policy => policy.Scope.Kind)];
        PolicyCheck[] checks =
        [
            .. ordered.SelectMany(policy => new PolicyRules(policy, subject, spending).Check()),
            .. UnnamedFindings(subject, ordered),
            .. RiskOf(subject, ordered),
        ];
        return checks.Select(check => check.Answer).DefaultIfEmpty(PolicyAnswer.Allow).Max() switch
        {
            PolicyAnswer.Allow => new PolicyVerdict.Allow(checks),
            PolicyAnswer.Deny => new PolicyVerdict.Deny(checks),
            PolicyAnswer.Approval => Approval(subject, ordered, checks),
        };
    }

    /// <summary>A danger that no policy names is refused.</summary>
    private static IEnumerable<PolicyCheck> UnnamedFindings(PolicySubject subject, Policy[] policies) => subject.Findings
        .Where(finding => !policies.Any(policy => policy.Document.Findings.ContainsKey(finding.Name)))
        .Select(finding => new PolicyCheck(
            $"findings.{finding.Name}", Scope: null, Version: null, PolicyAnswer.Deny, finding.Detail, Actual: finding.Name));

    private static IEnumerable<PolicyCheck> RiskOf(PolicySubject subject, Policy[] policies)
    {
        if (subject.Risk == RiskVerdict.Deny)
        {
            yield return new PolicyCheck("risk", null, null, PolicyAnswer.Deny, "The risk check refuses it.", Actual: "deny");
        }

        if (subject.Risk == RiskVerdict.Review && !policies.Any(policy => policy.Document.RiskReview is not null))
        {
            var answer = policies.Any(policy => policy.Document.Approvals is not null) ? PolicyAnswer.Approval : PolicyAnswer.Deny;
            yield return new PolicyCheck("risk", null, null, answer, "The risk check asks for a review.", Actual: "review");
        }
    }

    private static PolicyVerdict Approval(PolicySubject subject, Policy[] policies, PolicyCheck[] checks)
    {
        var asking = checks.Where(check => check.Answer == PolicyAnswer.Approval).Select(check => check.Scope).ToHashSet();
        ApprovalDemand[] demands =
        [
            .. policies
                .Where(policy => policy.Document.Approvals is not null && (asking.Contains(policy.Scope) || asking.Contains(null)))
                .Select(policy => DemandOf(policy.Scope, policy.Document.Approvals!, subject)),
        ];
        if (demands.FirstOrDefault(demand => demand.Approvers.Count < demand.Required) is { } unmeetable)
        {
            var version = policies.First(policy => policy.Scope == unmeetable.Scope).Version;
            var refusal = new PolicyCheck(
                "approvals.required",
                unmeetable.Scope,
                version,
                PolicyAnswer.Deny,
                "There are not enough approvers beside the caller that asks.",
                PolicyRules.Text(unmeetable.Approvers.Count),
                PolicyRules.Text(unmeetable.Required));
            return new PolicyVerdict.Deny([.. checks, refusal]);
        }

        return new PolicyVerdict.RequireApproval(checks, demands);
    }

    /// <summary>Nobody approves what they have asked for themselves.</summary>
    private static ApprovalDemand DemandOf(PolicyScope scope, ApprovalRule rule, PolicySubject subject) =>
        new(scope, [.. rule.Approvers.Where(approver => approver != subject.Caller)], rule.Required, rule.Expiry);
}
