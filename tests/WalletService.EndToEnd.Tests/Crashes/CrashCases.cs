using WalletService.CrashHost;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The crash matrix: every point at which the service is killed, in the order in which it comes there.</summary>
internal static class CrashCases
{
    public static IReadOnlyList<CrashCase> All { get; } =
        [.. OfTransfer(), .. OfLostSends(), .. OfFailure(), .. OfSigning(), .. OfCreation()];

    private static IEnumerable<CrashCase> OfTransfer()
    {
        var transfer = new TransferScenario();
        return
        [
            .. Around(transfer, CrashStep.Intent, [OnRecord.Nothing], ["Received"]),
            .. Around(transfer, CrashStep.Acknowledgement, OnRecord.AnyFrom("Received"), OnRecord.AnyFrom("Received")),
            .. Around(transfer, CrashStep.Decision, ["Received"], ["Ready"]),
            .. Around(transfer, CrashStep.Announcement, ["Ready"], [OnRecord.Announced]),
            .. Around(transfer, CrashStep.Signature, [OnRecord.Announced], [OnRecord.Announced]),
            .. Around(transfer, CrashStep.Signed, [OnRecord.Announced], ["Signed"]),
            .. Around(transfer, CrashStep.Send, ["Signed"], ["Signed"]),
            .. Around(transfer, CrashStep.Submitted, ["Signed"], ["Submitted"]),
            .. Around(transfer, CrashStep.Statuses, ["Signed", "Submitted"], ["Signed", "Submitted"]),
            .. Around(transfer, CrashStep.Confirmed, ["Signed", "Submitted"], ["Confirmed"]),
            .. Around(transfer, CrashStep.Details, ["Submitted", "Confirmed"], ["Submitted", "Confirmed"]),
            .. Around(transfer, CrashStep.Finalized, ["Submitted", "Confirmed"], ["Finalized"]),
            .. Around(transfer, CrashStep.Reply, ["Finalized"], ["Finalized"]),
            .. Around(transfer, CrashStep.Publish, OnRecord.AnyFrom("Ready"), OnRecord.AnyFrom("Ready")),
            .. Around(transfer, CrashStep.PublishedMark, OnRecord.AnyFrom("Ready"), OnRecord.AnyFrom("Ready")),
        ];
    }

    private static IEnumerable<CrashCase> OfLostSends()
    {
        var lost = new ExpiringTransferScenario();
        return
        [
            .. Around(lost, CrashStep.Judgement, ["Submitted"], ["Submitted"]),
            .. Around(lost, CrashStep.Expired, ["Submitted"], ["Expired"]),
        ];
    }

    private static IEnumerable<CrashCase> OfFailure() =>
        Around(new FailingTransferScenario(), CrashStep.Failed, ["Submitted"], ["Failed"]);

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

    private static IEnumerable<CrashCase> Around(CrashScenario scenario, CrashStep step, string[] before, string[] after) =>
        [new CrashCase(scenario, step, CrashSide.Before, before), new CrashCase(scenario, step, CrashSide.After, after)];
}
