using WalletService.CrashHost;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The crash matrix: every point at which the service is killed, in the order in which it comes there.</summary>
internal static class CrashCases
{
    /// <summary>The watch may see an attempt before the answer to its send is recorded.</summary>
    private static readonly string[] Sent = ["Signed (live)", "Submitted (live)"];

    /// <summary>A transaction may be final when the watch sees it first.</summary>
    private static readonly string[] Seen = ["Submitted (live)", "Confirmed (landed)"];

    public static IReadOnlyList<CrashCase> All { get; } =
        [.. OfTransfer(), .. OfTokenTransfer(), .. OfSecondAttempt(), .. OfEndsWithoutPayment(), .. OfCancellation(), .. OfApprovals(), .. OfSending(), .. OfSigning(), .. OfCreation(), .. OfRotation(), .. OfClosing()];

    private static IEnumerable<CrashCase> OfTransfer()
    {
        var transfer = new TransferScenario();
        return
        [
            .. Around(transfer, CrashStep.Intent, [OnRecord.Nothing], ["Received"]),
            .. Around(transfer, CrashStep.Acknowledgement, OnRecord.AnyFrom("Received"), OnRecord.AnyFrom("Received")),
            .. Around(transfer, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(transfer, CrashStep.Announcement, ["Ready"], ["Ready (prepared)"]),
            .. Around(transfer, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(transfer, CrashStep.Signed, ["Ready (prepared)"], ["Signed (live)"]),
            .. Around(transfer, CrashStep.Send, ["Signed (live)"], ["Signed (live)"]),
            .. Around(transfer, CrashStep.Submitted, ["Signed (live)"], ["Submitted (live)"]),
            .. Around(transfer, CrashStep.Statuses, Sent, Sent),
            .. Around(transfer, CrashStep.Confirmed, Sent, ["Confirmed (landed)"]),
            .. Around(transfer, CrashStep.Details, Seen, Seen),
            .. Around(transfer, CrashStep.Finalized, Seen, ["Finalized (landed)"]),
            .. Around(transfer, CrashStep.Reply, ["Finalized (landed)"], ["Finalized (landed)"]),
            .. Around(transfer, CrashStep.Publish, OnRecord.AnyFrom("Ready"), OnRecord.AnyFrom("Ready")),
            .. Around(transfer, CrashStep.PublishedMark, OnRecord.AnyFrom("Ready"), OnRecord.AnyFrom("Ready")),
        ];
    }

    private static IEnumerable<CrashCase> OfTokenTransfer()
    {
        var transfer = new TokenTransferScenario();
        return
        [
            .. Around(transfer, CrashStep.Intent, [OnRecord.Nothing], ["Received"]),
            .. Around(transfer, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(transfer, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(transfer, CrashStep.Signed, ["Ready (prepared)"], ["Signed (live)"]),
            .. Around(transfer, CrashStep.Send, ["Signed (live)"], ["Signed (live)"]),
            .. Around(transfer, CrashStep.Submitted, ["Signed (live)"], ["Submitted (live)"]),
            .. Around(transfer, CrashStep.Finalized, Seen, ["Finalized (landed)"]),
        ];
    }

    private static IEnumerable<CrashCase> OfSecondAttempt()
    {
        var transfer = new SecondAttemptScenario();
        return
        [
            .. Around(transfer, CrashStep.Judgement, ["Submitted (live)"], ["Submitted (live)"]),
            .. Around(transfer, CrashStep.NextAttempt, ["Submitted (live)"], ["Ready (dead)"]),
            .. Around(transfer, CrashStep.Announcement.OfAttempt(2), ["Ready (dead)"], ["Ready (dead, prepared)"]),
            .. Around(transfer, CrashStep.Signature.OfAttempt(2), ["Ready (dead, prepared)"], ["Ready (dead, prepared)"]),
            .. Around(transfer, CrashStep.Signed.OfAttempt(2), ["Ready (dead, prepared)"], ["Signed (dead, live)"]),
            .. Around(transfer, CrashStep.Send.OfAttempt(2), ["Signed (dead, live)"], ["Signed (dead, live)"]),
            .. Around(transfer, CrashStep.Submitted.OfAttempt(2), ["Signed (dead, live)"], ["Submitted (dead, live)"]),
        ];
    }

    private static IEnumerable<CrashCase> OfEndsWithoutPayment() =>
    [
        .. Around(new RefusedTransferScenario(), CrashStep.Decision, ["Received"], ["Rejected"]),
        .. Around(new UnusableKeyScenario(), CrashStep.Rejected, ["Ready (prepared)"], ["Rejected (prepared)"]),
        .. Around(new ExpiringTransferScenario(), CrashStep.Expired, ["Submitted (dead, live)"], ["Expired (dead, dead)"]),
        .. Around(new FailingTransferScenario(), CrashStep.Failed, ["Submitted (live)"], ["Failed (landed)"]),
    ];

    private static IEnumerable<CrashCase> OfCancellation()
    {
        var cancel = new CancelScenario();
        return
        [
            .. Around(cancel, CrashStep.Cancelled, ["Ready (prepared)"], ["Cancelled (prepared)"]),
            .. Around(cancel, CrashStep.Reply, ["Cancelled (prepared)"], ["Cancelled (prepared)"]),
        ];
    }

    private static IEnumerable<CrashCase> OfApprovals()
    {
        var (approve, refuse) = (new ApproveScenario(), new RefuseScenario());
        return
        [
            .. Around(approve, CrashStep.Approved, ["AwaitingApproval (0 of 1)"], ["Ready"]),
            .. Around(approve, CrashStep.Announcement, ["Ready"], ["Ready (prepared)"]),
            .. Around(approve, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(approve, CrashStep.Reply, OnRecord.AnyFrom("Ready"), OnRecord.AnyFrom("Ready")),
            .. Around(new FirstApprovalScenario(), CrashStep.Approved, ["AwaitingApproval (0 of 2)"], ["AwaitingApproval (1 of 2)"]),
            .. Around(new LastApprovalScenario(), CrashStep.Approved, ["AwaitingApproval (1 of 2)"], ["Ready"]),
            .. Around(refuse, CrashStep.Rejected, ["AwaitingApproval (0 of 1)"], ["Rejected"]),
            .. Around(refuse, CrashStep.Reply, ["Rejected"], ["Rejected"]),
        ];
    }

    private static IEnumerable<CrashCase> OfSending()
    {
        var send = new SendScenario();
        return
        [
            .. Around(send, CrashStep.Intent, [OnRecord.Nothing], ["Received"]),
            .. Around(send, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(send, CrashStep.Announcement, ["Ready"], ["Ready (prepared)"]),
            .. Around(send, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(send, CrashStep.Signed, ["Ready (prepared)"], ["Signed (live)"]),
            .. Around(send, CrashStep.Send, ["Signed (live)"], ["Signed (live)"]),
            .. Around(send, CrashStep.Submitted, ["Signed (live)"], ["Submitted (live)"]),
            .. Around(new ExpiringSendScenario(), CrashStep.Expired, ["Submitted (live)"], ["Expired (dead)"]),
        ];
    }

    private static IEnumerable<CrashCase> OfSigning()
    {
        var sign = new SignScenario();
        return
        [
            .. Around(sign, CrashStep.SignRequest, [OnRecord.Nothing], [SignScenario.Requested]),
            .. Around(sign, CrashStep.Signature, [SignScenario.Requested], [SignScenario.Requested]),
            .. Around(sign, CrashStep.SignCompletion, [SignScenario.Requested], [SignScenario.Completed]),
            .. Around(sign, CrashStep.Reply, [SignScenario.Completed], [SignScenario.Completed]),
            .. Around(sign, CrashStep.Acknowledgement, [SignScenario.Completed], [SignScenario.Completed]),
        ];
    }

    private static IEnumerable<CrashCase> OfCreation()
    {
        var create = new CreateScenario();
        return
        [
            .. Around(create, CrashStep.WalletReservation, [OnRecord.Nothing], ["Reserved"]),
            .. Around(create, CrashStep.WalletKey, ["Reserved"], ["Reserved"]),
            .. Around(create, CrashStep.WalletCompletion, ["Reserved"], ["Open"]),
            .. Around(create, CrashStep.Reply, ["Open"], ["Open"]),
            .. Around(create, CrashStep.Acknowledgement, ["Open"], ["Open"]),
        ];
    }

    private static IEnumerable<CrashCase> OfRotation()
    {
        var rotate = new RotateScenario();
        return
        [
            .. Around(rotate, CrashStep.RotationStart, [OnRecord.Nothing], [RotateScenario.Begun]),
            .. Around(rotate, CrashStep.FurtherKey, [RotateScenario.Begun], [RotateScenario.Begun]),
            .. Around(rotate, CrashStep.RotationCompletion, [RotateScenario.Begun], [RotateScenario.Rotated, .. OnRecord.AnyFrom("Received")]),
            .. Around(rotate, CrashStep.Intent, [RotateScenario.Rotated], ["Received"]),
            .. Around(rotate, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(rotate, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(rotate, CrashStep.Signed, ["Ready (prepared)"], ["Signed (live)"]),
            .. Around(rotate, CrashStep.Send, ["Signed (live)"], ["Signed (live)"]),
            .. Around(rotate, CrashStep.Submitted, ["Signed (live)"], ["Submitted (live)"]),
            .. Around(rotate, CrashStep.Finalized, Seen, ["Finalized (landed)"]),
        ];
    }

    private static IEnumerable<CrashCase> OfClosing()
    {
        var close = new CloseAccountScenario();
        return
        [
            .. Around(close, CrashStep.Intent, [RotateScenario.Rotated], ["Received"]),
            .. Around(close, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(close, CrashStep.Signature, ["Ready (prepared)"], ["Ready (prepared)"]),
            .. Around(close, CrashStep.Signed, ["Ready (prepared)"], ["Signed (live)"]),
            .. Around(close, CrashStep.Send, ["Signed (live)"], ["Signed (live)"]),
            .. Around(close, CrashStep.Submitted, ["Signed (live)"], ["Submitted (live)"]),
            .. Around(close, CrashStep.Statuses, Sent, Sent),
            .. Around(close, CrashStep.Finalized, Seen, ["Finalized (landed)"]),
        ];
    }

    private static IEnumerable<CrashCase> Around(CrashScenario scenario, CrashStep step, string[] before, string[] after) =>
        [new CrashCase(scenario, step, CrashSide.Before, before), new CrashCase(scenario, step, CrashSide.After, after)];
}
