using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment whose first transaction no node passes on until its blockhash is too old, and whose second one lands.</summary>
internal sealed class SecondAttemptScenario : TransferScenario
{
    public override string Name => "transferSol, first attempt lost";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.LoseSendsAsync();
        return caller;
    }

    protected override async Task MeanwhileAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await lane.Records.TransfersAsync(caller.UserId) is [{ Status: "Submitted" }]);
        await lane.ExpireBlockhashesAsync();

        // What is sent again now is too old for the chain itself.
        await lane.Localnet.ControlAsync("reset-faults");
    }
}
