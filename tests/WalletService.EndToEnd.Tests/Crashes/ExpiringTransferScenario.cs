using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment of which no node passes on any transaction, as many as there may be.</summary>
internal sealed class ExpiringTransferScenario : TransferScenario
{
    public override string Name => "transferSol, all attempts lost";

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
        for (var attempt = 1; attempt <= CrashLane.MaximumAttempts; attempt++)
        {
            await Eventually.BecomesTrueAsync(async () =>
                await lane.Records.TransfersAsync(caller.UserId) is [{ Status: "Submitted" } transfer] && transfer.Attempts.Count == attempt);
            await lane.ExpireBlockhashesAsync();
        }
    }
}
