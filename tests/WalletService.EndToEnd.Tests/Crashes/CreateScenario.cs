using WalletService.Contracts.Management;
using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A wallet is created. The reply goes out before the request is acknowledged.</summary>
internal sealed class CreateScenario : CrashScenario
{
    public override string Name => "create";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId) =>
        new(userId, Wallet: null, Recipient: string.Empty, await lane.CountKeysAsync());

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var wallet = await lane.Client.CreateWalletAsync(
            new CreateWallet { UserId = caller.UserId, Label = "crash", RequestId = caller.RequestId }, cancellationToken);
        return $"{wallet.WalletId} {wallet.Address}";
    }

    protected override bool IsRedelivered(CrashStep step, CrashSide side) =>
        step != CrashStep.Acknowledgement || side == CrashSide.Before;

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) =>
        await lane.Records.WalletsAsync(caller.UserId) switch
        {
            [] => OnRecord.Nothing,
            [var status] => status,
            var several => $"{several.Count} wallets",
        };

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await RecordAsync(lane, caller) == "Open");
        return "Open";
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        Assert.Equal(caller.KeysBefore + 1, await lane.CountKeysAsync());
        return "none; 1 key";
    }
}
