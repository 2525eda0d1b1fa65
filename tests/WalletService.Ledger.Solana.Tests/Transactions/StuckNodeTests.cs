using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>A node of two that stays where it is for hours, as its operators may not notice before the morning.</summary>
public sealed class StuckNodeTests
{
    /// <summary>Further ahead than one node may be of another that counts.</summary>
    private const int Hours = 51_000;

    private static readonly FeeQuote Quote = new(new Lamports(5_001), 795, 1_000);

    [Fact]
    public async Task One_that_says_so_does_not_keep_the_others_blockhashes_away()
    {
        await using var localnet = await LocalnetProcess.StartAsync(50, "--nodes", "2");
        await localnet.ControlAsync("stale", new { node = 1, stuck = true });
        await localnet.ControlAsync("unhealthy", new { node = 1, numSlotsBehind = Hours });
        await localnet.ControlAsync("advance", new { slots = Hours });
        await using var ledger = await SolanaLedger.StartPoolAsync(localnet);
        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.All(node => node.Vitals.LastLook.Slot is not null));
        var slots = ledger.Nodes.All.Select(node => node.Vitals.LastLook.Slot!.Value).ToArray();

        var built = await ledger.Transfers.BuildAsync(TestWallet.Create().Pay(TestWallet.Create().Address, 1_000_000), Quote, 0, CancellationToken.None);

        Assert.True(slots[0] >= slots[1] + Hours, $"The nodes are at {slots[0]} and {slots[1]}.");
        Assert.True(built.ContextSlot > slots[1] + Hours - 100, $"The blockhash is of slot {built.ContextSlot}.");
    }
}
