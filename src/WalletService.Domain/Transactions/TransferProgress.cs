using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// What each change makes of a transfer. The stores read the transfer under its lock, apply one of these and write the result,
/// so that every store moves transfers alike.
/// </summary>
public static class TransferProgress
{
    /// <summary>What the transfer holds back of its wallet's funds: amount and fee, from the decision until the chain has spent them.</summary>
    public static Lamports HeldFunds(this Transfer transfer) =>
        transfer.HoldsFunds() && transfer is { Lamports: { } lamports, Quote: { } quote } ? lamports + quote.Fee : Lamports.Zero;

    /// <summary>What it holds back while its transaction may have spent it already.</summary>
    public static Lamports InFlightFunds(this Transfer transfer) =>
        transfer.Status is TransferStatus.Signed or TransferStatus.Submitted ? transfer.HeldFunds() : Lamports.Zero;

    /// <summary>Base units that the transfer holds back of its wallet's tokens of <see cref="TokenMovement.Mint"/>.</summary>
    public static ulong HeldTokens(this Transfer transfer) => transfer.HoldsFunds() && transfer.Token is { } token ? token.Total : 0;

    /// <summary>What it holds back of them while its transaction may have moved them already.</summary>
    public static ulong InFlightTokens(this Transfer transfer) =>
        transfer.Status is TransferStatus.Signed or TransferStatus.Submitted ? transfer.HeldTokens() : 0;

    public static Transfer Accepted(this Transfer transfer, TransferDecision.Accept decision, DateTimeOffset at)
    {
        CheckMove(transfer.Status, TransferStatus.Ready);
        return transfer with
        {
            Status = TransferStatus.Ready,
            Version = transfer.Version + 1,
            Lamports = decision.Lamports,
            Quote = decision.Quote,
            Token = decision.Token,
            Policy = decision.Policy,
            Times = transfer.Times with { ReadyAt = at },
        };
    }

    /// <summary>The funds are reserved, and people have to approve it.</summary>
    public static Transfer Awaiting(this Transfer transfer, TransferDecision.AwaitApproval decision)
    {
        CheckMove(transfer.Status, TransferStatus.AwaitingApproval);
        return transfer with
        {
            Status = TransferStatus.AwaitingApproval,
            Version = transfer.Version + 1,
            Lamports = decision.Lamports,
            Quote = decision.Quote,
            Token = decision.Token,
            Policy = decision.Policy,
        };
    }

    public static Transfer Refused(this Transfer transfer, WalletError error, DateTimeOffset at) =>
        transfer.After(new TransferChange { To = transfer.RefusedStatus(), At = at, Error = error });

    /// <summary>What the change becomes when something is frozen: what was signed is not taken up, and nothing more is signed.</summary>
    public static TransferChange Withheld(this Transfer transfer, TransferChange change, WalletError refusal) =>
        new() { To = transfer.RefusedStatus(), At = change.At, Error = refusal };

    /// <summary>The end of a transfer for which nothing more is signed: Rejected, or Expired when there are dead transactions.</summary>
    public static TransferStatus RefusedStatus(this Transfer transfer) =>
        transfer.Attempt is null ? TransferStatus.Rejected : TransferStatus.Expired;

    /// <summary>Its newest attempt is proven dead, and another is to be signed.</summary>
    public static Transfer SignedAgain(this Transfer transfer, TransferDecision.SignAgain decision)
    {
        CheckMove(transfer.Status, TransferStatus.Ready);
        return transfer with
        {
            Status = TransferStatus.Ready,
            Version = transfer.Version + 1,
            Lamports = decision.Lamports,
            Quote = decision.Quote,
            Token = decision.Token,
            Policy = decision.Policy,
            Attempt = WithOutcome(transfer, AttemptOutcome.Dead),
            Execution = null,
            Times = transfer.Times with { SignedAt = null, SubmittedAt = null, ConfirmedAt = null },
        };
    }

    /// <summary>
    /// When the change makes it due again, nobody's until then: approved, at once; awaiting approval, when the time for it is over. Null
    /// when it stays with whoever holds it.
    /// </summary>
    public static DateTimeOffset? DueAfter(this Transfer before, Transfer after) => (before.Status, after.Status) switch
    {
        (TransferStatus.AwaitingApproval, TransferStatus.Ready) => after.Times.ReadyAt,
        (_, TransferStatus.AwaitingApproval) => after.Policy?.ApprovalsUntil,
        _ => null,
    };

    /// <summary>
    /// Since when the service has had everything that it needs: the receipt or, when people had to approve it, the last approval that it
    /// needed. Their time is not the service's.
    /// </summary>
    public static DateTimeOffset WorkBeganAt(this Transfer transfer) =>
        transfer.Policy is { Demands.Count: > 0 } && transfer.Times.ReadyAt is { } approvedAt ? approvedAt : transfer.Times.ReceivedAt;

    /// <summary>Whether it has ended without moving anything but perhaps a fee.</summary>
    public static bool MovedNothing(this Transfer transfer) =>
        transfer.Status is TransferStatus.Rejected or TransferStatus.Expired or TransferStatus.Failed or TransferStatus.Cancelled;

    /// <exception cref="InvalidOperationException">There is no such move, or what belongs to it is missing: a bug of the caller.</exception>
    public static Transfer After(this Transfer transfer, TransferChange change)
    {
        if (change.Approval is { } approval)
        {
            return transfer.Approved(approval);
        }

        CheckMove(transfer.Status, change.To);
        if (change.To is TransferStatus.Ready or TransferStatus.AwaitingApproval)
        {
            throw new InvalidOperationException($"A transfer becomes {change.To} by a decision under its wallet's lock only.");
        }

        return transfer with
        {
            Status = change.To,
            Version = transfer.Version + 1,
            Attempt = AttemptAfter(transfer, change),

            // A dropped block takes its execution with it.
            Execution = change.To == TransferStatus.Submitted ? change.Execution : change.Execution ?? transfer.Execution,
            Error = change.Error ?? transfer.Error,
            Times = TimesAfter(transfer.Times, change),
        };
    }

    /// <summary>Ready with the last approval that it needs, and then its time to be signed begins anew; else it goes on waiting.</summary>
    private static Transfer Approved(this Transfer transfer, Approval approval)
    {
        CheckMove(transfer.Status, TransferStatus.Ready);
        if (transfer.Policy is not { } policy || transfer.Status != TransferStatus.AwaitingApproval)
        {
            throw new InvalidOperationException($"Transfer {transfer.Id} awaits no approval.");
        }

        var approved = transfer with
        {
            Version = transfer.Version + 1,
            Policy = policy with { Approvals = [.. policy.Approvals, approval] },
        };
        return approved.Policy.IsApproved
            ? approved with
            {
                Status = TransferStatus.Ready,
                Deadline = approval.At + (transfer.Deadline - transfer.Times.ReceivedAt),
                Times = transfer.Times with { ReadyAt = approval.At },
            }
            : approved;
    }

    private static bool HoldsFunds(this Transfer transfer) =>
        transfer.Status is TransferStatus.AwaitingApproval or TransferStatus.Ready or TransferStatus.Signed or TransferStatus.Submitted;

    private static TransferAttempt? AttemptAfter(Transfer transfer, TransferChange change) => change.To switch
    {
        TransferStatus.Signed => change.Attempt is { Outcome: AttemptOutcome.Live } attempt
            ? attempt
            : throw new InvalidOperationException("The move to Signed stores a live attempt."),
        TransferStatus.Submitted => WithOutcome(transfer, AttemptOutcome.Live),
        TransferStatus.Confirmed or TransferStatus.Finalized or TransferStatus.Failed => WithOutcome(transfer, AttemptOutcome.Landed),
        TransferStatus.Expired => WithOutcome(transfer, AttemptOutcome.Dead),
        TransferStatus.Received or TransferStatus.AwaitingApproval or TransferStatus.Ready or TransferStatus.Rejected
            or TransferStatus.Cancelled => transfer.Attempt,
    };

    private static TransferAttempt WithOutcome(Transfer transfer, AttemptOutcome outcome) => transfer.Attempt is { } attempt
        ? attempt with { Outcome = outcome }
        : throw new InvalidOperationException($"Transfer {transfer.Id} has no signed attempt.");

    private static TransferTimes TimesAfter(TransferTimes times, TransferChange change) => change.To switch
    {
        TransferStatus.Received or TransferStatus.AwaitingApproval or TransferStatus.Ready => times,
        TransferStatus.Signed => times with { SignedAt = change.At },
        TransferStatus.Submitted => times with { SubmittedAt = times.SubmittedAt ?? change.At, ConfirmedAt = null },
        TransferStatus.Confirmed => times with { ConfirmedAt = change.At },
        TransferStatus.Finalized or TransferStatus.Rejected or TransferStatus.Failed or TransferStatus.Expired or TransferStatus.Cancelled =>
            times with { EndedAt = change.At },
    };

    private static void CheckMove(TransferStatus from, TransferStatus to)
    {
        if (!TransferTransitions.Allows(from, to))
        {
            throw new InvalidOperationException($"A transfer does not move from {from} to {to}.");
        }
    }
}
