using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>
/// The key of a wallet is rotated whose old address has an empty token account: it is closed first, and what is killed is the closing.
/// </summary>
internal sealed class CloseAccountScenario : RotateScenario
{
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(2);

    public override string Name => "rotateKey, an empty token account";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await using var issuer = TokenIssuer.Start(lane.Localnet);
        var account = await issuer.CreateAccountAsync(await issuer.CreateTokenMintAsync(), caller.Wallet!.Details.Address);
        await Eventually.BecomesTrueAsync(async () => await caller.Wallet.OnChainAsync(account) > 0, EndDeadline);
        return caller;
    }

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        var old = caller.Wallet!.Details.Address;
        await Eventually.BecomesTrueAsync(
            async () => await lane.Records.TransfersAsync(caller.UserId) is [{ HasEnded: true }, { HasEnded: true }], EndDeadline);
        await Eventually.BecomesTrueAsync(async () => await caller.Wallet.OnChainAsync(old) == 0, EndDeadline);
        Assert.Equal([true], await lane.Records.RotationsAsync(caller.UserId));
        await Eventually.BecomesTrueAsync(lane.Records.AllIsPublishedAsync);
        return Assert.Single((await lane.Records.TransfersAsync(caller.UserId)).Select(DatabaseRecords.Describe).Distinct());
    }

    /// <summary>The new address gets the rent and then the SOL, each once.</summary>
    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        var current = reply.Split(' ')[2];
        lane.PaidTwiceRightly.Add(current);
        var payments = await lane.Blocks.PaymentsToAsync(current);
        Assert.Equal(2, payments.Count);
        Assert.Equal(payments[0].Amount + payments[1].Amount, await caller.Wallet!.OnChainAsync(current));
        Assert.True(payments[0].Amount + payments[1].Amount > TestWallet.Funds, "The rent is missing.");
        Assert.Equal(caller.KeysBefore + 1, await lane.CountKeysAsync());
        return "1 account closed, 1 payment; 1 key";
    }
}
