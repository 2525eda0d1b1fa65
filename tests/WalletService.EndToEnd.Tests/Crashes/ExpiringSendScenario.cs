using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A caller's transaction that no node passes on: it has one life, and is never signed again.</summary>
internal sealed class ExpiringSendScenario : SendScenario
{
    public override string Name => "send, the attempt lost";

    protected override string FinalStatus => "Expired";

    protected override string? ErrorCode => "TRANSACTION_EXPIRED";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.LoseSendsAsync();
        return caller;
    }

    protected override async Task MeanwhileAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await RecordAsync(lane, caller) == "Submitted (live)");
        await lane.ExpireBlockhashesAsync();
    }
}
