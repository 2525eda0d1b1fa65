using WalletService.Contracts.Management;
using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The key of a wallet is rotated, and what its old address holds is swept. The reply goes out before the request is acknowledged.</summary>
internal class RotateScenario : CrashScenario
{
    /// <summary>The number of the new key is on record, and the key is not the wallet's yet.</summary>
    public const string Begun = "begun";

    /// <summary>The wallet has the new key, and no sweep is on record.</summary>
    public const string Rotated = "rotated";

    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(2);

    public override string Name => "rotateKey";

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var wallet = caller.Wallet!.Details;
        var rotated = await lane.Client.RotateKeyAsync(
            new RotateKey { UserId = wallet.UserId, WalletId = wallet.WalletId, RequestId = caller.RequestId }, cancellationToken);
        return string.Join(' ', rotated.Addresses!.Select(known => $"{known.Address} {known.State}"));
    }

    /// <summary>What is killed while it sweeps has answered, or is asked again by the broker.</summary>
    protected override bool IsRedelivered(CrashStep step, CrashSide side) => true;

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) =>
        await lane.Records.TransfersAsync(caller.UserId) switch
        {
            [] => await lane.Records.RotationsAsync(caller.UserId) switch
            {
                [] => OnRecord.Nothing,
                [false] => Begun,
                [true] => Rotated,
                var several => $"{several.Count} rotations",
            },
            [var sweep] => DatabaseRecords.Describe(sweep),
            var several => $"{several.Count} transfers",
        };

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        var old = caller.Wallet!.Details.Address;
        await Eventually.BecomesTrueAsync(async () => await lane.Records.TransfersAsync(caller.UserId) is [{ HasEnded: true }], EndDeadline);
        await Eventually.BecomesTrueAsync(async () => await caller.Wallet.OnChainAsync(old) == 0, EndDeadline);
        var sweep = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        Assert.Equal([true], await lane.Records.RotationsAsync(caller.UserId));
        await Eventually.BecomesTrueAsync(lane.Records.AllIsPublishedAsync);
        return DatabaseRecords.Describe(sweep);
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        var old = caller.Wallet!.Details.Address;
        var words = reply.Split(' ');
        Assert.Equal([old, "retired", words[2], "current"], words);
        var payment = Assert.Single(await lane.Blocks.PaymentsToAsync(words[2]));
        Assert.Equal(payment.Amount, await caller.Wallet.OnChainAsync(words[2]));

        // Before the request the vault had the wallet's first key, too.
        Assert.Equal(caller.KeysBefore + 1, await lane.CountKeysAsync());
        return "1 payment; 1 key";
    }
}
