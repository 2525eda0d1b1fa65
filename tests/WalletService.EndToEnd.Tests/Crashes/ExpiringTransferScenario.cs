using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment whose transaction no node passes on, until its blockhash is too old.</summary>
internal sealed class ExpiringTransferScenario : TransferScenario
{
    /// <summary>A blockhash is good for 150 blocks; every 16th slot has none.</summary>
    private const int SlotsOfABlockhash = 200;

    public override string Name => "transferSol, sends are lost";

    protected override string FinalStatus => "Expired";

    protected override string? ErrorCode => "TRANSACTION_EXPIRED";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.Localnet.ControlAsync("drop", new { count = 10_000 });
        return caller;
    }

    protected override async Task MeanwhileAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await lane.Records.TransfersAsync(caller.UserId) is [{ Status: "Submitted" }]);
        await lane.Localnet.ControlAsync("advance", new { slots = SlotsOfABlockhash });
    }
}
