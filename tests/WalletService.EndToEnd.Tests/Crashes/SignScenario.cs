using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A caller's transaction is signed and given back. The reply goes out before the request is acknowledged.</summary>
internal sealed class SignScenario : CrashScenario
{
    public const string Requested = "sign.requested";
    public const string Completed = "sign.completed";

    public override string Name => "sign";

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var signed = await lane.Client.SignTransactionAsync(caller.Wallet!.Signature(caller.Recipient, caller.RequestId), cancellationToken);
        return $"{signed.Signature} {signed.Complete}";
    }

    protected override bool IsRedelivered(CrashStep step, CrashSide side) =>
        step != CrashStep.Acknowledgement || side == CrashSide.Before;

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) =>
        (await lane.Records.AuditAsync(caller.UserId)).LastOrDefault(action => action is Requested or Completed) ?? OnRecord.Nothing;

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await RecordAsync(lane, caller) == Completed);
        return Completed;
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        Assert.EndsWith(" True", reply, StringComparison.Ordinal);
        Assert.Empty(await lane.Blocks.PaymentsToAsync(caller.Recipient));
        return "none; every reply has the same signature";
    }
}
