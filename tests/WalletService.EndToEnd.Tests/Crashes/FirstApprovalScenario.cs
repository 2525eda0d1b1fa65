using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The first of the two approvals that a payment needs; the other one comes after the restart.</summary>
internal sealed class FirstApprovalScenario : ApproveScenario
{
    public override string Name => "approve, first of two";

    protected override int Required => 2;

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await lane.Records.ApprovalsAsync(caller.UserId) == 1);
        await lane.SecondApprover.ApproveTransactionAsync(await RequestOfAsync(lane, caller.UserId));
        return await base.EndAsync(lane, caller);
    }
}
