using WalletService.Domain.Policies;

namespace WalletService.Domain.Errors;

/// <summary>The refusals that come of policies and approvals.</summary>
public static class PolicyErrors
{
    /// <summary>Tells the first rule that refuses, with its numbers.</summary>
    public static WalletError Denied(PolicyVerdict.Deny verdict) =>
        new("POLICY_DENIED", $"A policy refuses it: {verdict.Reasons[0].Message}", Retryable: false) { Details = Of(verdict.Reasons[0]) };

    public static WalletError NotFound() =>
        new("POLICY_NOT_FOUND", "No policy was set for this scope, or not this version.", Retryable: false);

    /// <summary>It would have to be approved, and can't wait for it.</summary>
    public static WalletError ApprovalRequired(PolicyVerdict.RequireApproval verdict)
    {
        var reason = verdict.Reasons[0];
        return new WalletError(
            "APPROVAL_REQUIRED",
            $"A policy has it approved first, which this request can't wait for: {reason.Message} Nothing was signed.",
            Retryable: false)
        {
            Details = Of(reason),
        };
    }

    /// <summary>The transfer came to the vault without the approvals that it needs.</summary>
    public static WalletError ApprovalMissing() =>
        new("APPROVAL_REQUIRED", "The transaction lacks approvals that a policy asks for. Nothing was signed.", Retryable: false);

    /// <summary>The end of a transfer that nobody, or not enough, approved in time.</summary>
    public static WalletError ApprovalExpired() => new(
        "APPROVAL_EXPIRED",
        "The transaction was not approved in time. Nothing was signed and no funds moved; send a new request.",
        Retryable: false);

    /// <summary>The end of a transfer that an approver has refused.</summary>
    public static WalletError ApprovalRefused(string approver) =>
        new("APPROVAL_REFUSED", $"The approver {approver} has refused the transaction. Nothing was signed and no funds moved.", Retryable: false)
        {
            Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["approver"] = approver },
        };

    /// <summary>Who asks is not among those who may approve the transfer.</summary>
    public static WalletError NotAnApprover() => new(
        "UNAUTHORIZED_CALLER",
        "This caller is not named as an approver of the transaction, or has asked for it itself.",
        Retryable: false);

    /// <summary>Nobody is asked to approve the transfer, or not any more.</summary>
    public static WalletError NotAwaitingApproval(string status) => new(
        "NOT_AWAITING_APPROVAL", $"The transaction is {status} and awaits no approval.", Retryable: false)
    {
        Details = new Dictionary<string, string>(StringComparer.Ordinal) { ["status"] = status },
    };

    private static Dictionary<string, string> Of(PolicyCheck check)
    {
        var details = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["rule"] = check.Rule,
            ["scope"] = check.Scope?.KindName ?? "service",
        };
        Add("policyVersion", check.Version is { } version ? PolicyRules.Text(version) : null);
        Add("actual", check.Actual);
        Add("limit", check.Limit);
        return details;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                details[name] = value;
            }
        }
    }
}
