namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The approval that a payment still needs, beside one that it has.</summary>
internal sealed class LastApprovalScenario : ApproveScenario
{
    public override string Name => "approve, last of two";

    protected override int Required => 2;

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.SecondApprover.ApproveTransactionAsync(await RequestOfAsync(lane, userId));
        return caller;
    }
}
