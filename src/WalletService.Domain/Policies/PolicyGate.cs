using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;

namespace WalletService.Domain.Policies;

/// <summary>
/// Where policies have their say, under the locks of the transaction that decides or records what is about to be signed: the stores
/// read the position there and ask here.
/// </summary>
public static class PolicyGate
{
    /// <summary>What becomes of a decision on the funds: it may be refused, or have to be approved first.</summary>
    public static TransferDecision Judge(
        Transfer transfer, PolicyFacts facts, TransferDecision decision, PolicyPosition position, DateTimeOffset at)
    {
        if (transfer.IsSweep || decision is not (TransferDecision.Accept or TransferDecision.SignAgain))
        {
            return decision;
        }

        var decided = decision is TransferDecision.Accept accept
            ? transfer with { Lamports = accept.Lamports, Token = accept.Token }
            : transfer with { Lamports = ((TransferDecision.SignAgain)decision).Lamports, Token = ((TransferDecision.SignAgain)decision).Token };
        var verdict = position.Judge(PolicySubjects.Of(decided, facts, at));
        var kept = KeptOf(transfer, facts, position);
        return verdict switch
        {
            PolicyVerdict.Allow => Keeping(decision, kept),
            PolicyVerdict.RequireApproval asked when transfer.Policy?.Meets(asked.Demands) == true =>
                Keeping(decision, kept! with { Demands = asked.Demands }),
            PolicyVerdict.RequireApproval asked when decision is TransferDecision.Accept payment => new TransferDecision.AwaitApproval(
                payment.Lamports,
                payment.Quote,
                payment.Token,
                kept! with { Demands = asked.Demands, ApprovalsUntil = at + asked.Demands.Min(demand => demand.Expiry) }),
            PolicyVerdict.RequireApproval asked => new TransferDecision.Refuse(PolicyErrors.ApprovalRequired(asked)),
            PolicyVerdict.Deny denied => new TransferDecision.Refuse(PolicyErrors.Denied(denied)),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    /// <summary>
    /// Why a transfer may not be signed although it was accepted: a newer policy refuses it, it lacks an approval, or it has waited for
    /// approvals and would now pass a limit. Null when it may.
    /// </summary>
    public static WalletError? FindRefusal(Transfer transfer, PolicyPosition position, DateTimeOffset at)
    {
        if (transfer.IsSweep)
        {
            return null;
        }

        if (transfer.Policy is { IsApproved: false })
        {
            return PolicyErrors.ApprovalMissing();
        }

        if (position.Pin == SettledPinOf(transfer))
        {
            return null;
        }

        return position.Judge(PolicySubjects.Of(transfer, transfer.Policy?.Facts ?? PolicyFacts.None, at)) switch
        {
            PolicyVerdict.Allow => null,
            PolicyVerdict.RequireApproval asked when transfer.Policy?.Meets(asked.Demands) == true => null,
            PolicyVerdict.RequireApproval asked => PolicyErrors.ApprovalRequired(asked),
            PolicyVerdict.Deny denied => PolicyErrors.Denied(denied),
            var other => throw new InvalidOperationException($"Unknown verdict {other}."),
        };
    }

    /// <summary>Why a transaction or a message may not be signed that nothing is kept of; approvals can't be waited for. Null when it may.</summary>
    public static WalletError? FindRefusal(PolicySubject subject, PolicyPosition position) => position.Judge(subject) switch
    {
        PolicyVerdict.Allow => null,
        PolicyVerdict.RequireApproval asked => PolicyErrors.ApprovalRequired(asked),
        PolicyVerdict.Deny denied => PolicyErrors.Denied(denied),
        var other => throw new InvalidOperationException($"Unknown verdict {other}."),
    };

    /// <summary>
    /// By which policies the transfer was accepted, empty when there were none: while these are the newest nothing is judged again. Null
    /// for one that has waited for approvals, which is judged again with what was moved meanwhile.
    /// </summary>
    public static string? SettledPinOf(Transfer transfer) => transfer.Policy switch
    {
        null => string.Empty,
        { Demands.Count: > 0 } => null,
        var policy => policy.Pin,
    };

    /// <summary>Null when it would say nothing.</summary>
    private static TransferPolicy? KeptOf(Transfer transfer, PolicyFacts facts, PolicyPosition position) =>
        position.Policies.Count == 0 && facts.IsNothing && transfer.Policy is null
            ? null
            : new TransferPolicy { Pin = position.Pin, Facts = facts, Approvals = transfer.Policy?.Approvals ?? [] };

    private static TransferDecision Keeping(TransferDecision decision, TransferPolicy? kept) => decision switch
    {
        TransferDecision.Accept accept => accept with { Policy = kept },
        TransferDecision.SignAgain again => again with { Policy = kept },
        _ => decision,
    };
}
