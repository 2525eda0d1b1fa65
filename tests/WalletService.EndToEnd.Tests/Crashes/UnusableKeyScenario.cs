namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment from a wallet whose key is disabled.</summary>
internal sealed class UnusableKeyScenario : TransferScenario
{
    public override string Name => "transferSol, key disabled";

    protected override string FinalStatus => "Rejected";

    protected override string? ErrorCode => "SIGNING_FAILED";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.DisableKeysAsync();
        return caller;
    }

    protected override Task KeepFaultsAsync(CrashLane lane) => lane.DisableKeysAsync();
}
