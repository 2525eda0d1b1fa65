using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment whose wallet has lost its funds when the transaction is executed.</summary>
internal sealed class FailingTransferScenario : TransferScenario
{
    public override string Name => "transferSol, executed with an error";

    protected override string FinalStatus => "Failed";

    protected override string? ErrorCode => "TRANSACTION_FAILED";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.Localnet.ControlAsync("hold");
        return caller;
    }

    protected override async Task MeanwhileAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await lane.Records.TransfersAsync(caller.UserId) is [{ Status: "Submitted" }]);
        await lane.Localnet.ControlAsync("account", new { pubkey = caller.Wallet!.Details.Address, lamports = 10_000_000 });
        await lane.Localnet.ControlAsync("release");
    }
}
