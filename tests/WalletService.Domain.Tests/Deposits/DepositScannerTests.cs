using WalletService.Domain.Balances;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using static WalletService.TestKit.Fakes.ChainTransactions;

namespace WalletService.Domain.Tests.Deposits;

public sealed class DepositScannerTests : IAsyncLifetime
{
    private readonly ScannerScene scene = new();

    private ScriptedChain Chain => scene.Chain;

    public Task InitializeAsync() => scene.ScanAsync();

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task Books_every_block_once_over_skipped_slots_and_several_batches()
    {
        var wallet = await scene.CreateWalletAsync();
        for (var number = 1UL; number <= 10; number++)
        {
            Chain.AddAfterSkipping(number % 3, PaysTo(wallet.Address, number, before: number * (number - 1) / 2));
        }

        await scene.ScanAsync();
        await scene.ScanAsync();

        Assert.Equal([1UL, 2, 3, 4, 5, 6, 7, 8, 9, 10], await scene.AmountsAsync());
        Assert.Equal((10, 0UL), (scene.Telemetry.Blocks, scene.Telemetry.Lag));
        Assert.Equal(Chain.Position, await scene.PositionAsync());
    }

    [Fact]
    public async Task Finds_a_wallet_that_was_made_after_the_scanner_began()
    {
        Chain.Add();
        await scene.ScanAsync();
        var wallet = await scene.CreateWalletAsync();
        Chain.Add(PaysTo(wallet.Address, 7));

        await scene.ScanAsync();

        Assert.Equal([7UL], await scene.AmountsAsync());
    }

    [Fact]
    public async Task Leaves_blocks_that_are_not_final()
    {
        var wallet = await scene.CreateWalletAsync();
        Chain.Add(PaysTo(wallet.Address, 1));
        Chain.Add(PaysTo(wallet.Address, 2, before: 1));
        Chain.Unfinalized = 1;

        await scene.ScanAsync();
        Assert.Equal([1UL], await scene.AmountsAsync());
        Chain.Unfinalized = 0;
        await scene.ScanAsync();

        Assert.Equal([1UL, 2], await scene.AmountsAsync());
    }

    [Fact]
    public async Task Finds_blocks_that_the_list_leaves_out()
    {
        var wallet = await scene.CreateWalletAsync();
        Chain.Add();
        Chain.Unlisted.Add(Chain.Add(PaysTo(wallet.Address, 1)).Slot);
        Chain.Unlisted.Add(Chain.Add(PaysTo(wallet.Address, 2, before: 1)).Slot);
        Chain.Add(PaysTo(wallet.Address, 3, before: 3));

        await scene.ScanAsync();

        Assert.Equal([1UL, 2, 3], await scene.AmountsAsync());
        Assert.Null(scene.Telemetry.Gap);
    }

    [Fact]
    public async Task Passes_over_listed_slots_that_have_no_block()
    {
        var wallet = await scene.CreateWalletAsync();
        Chain.Invented.Add(Chain.Tip.Slot + 1);
        Chain.AddAfterSkipping(1, PaysTo(wallet.Address, 1));

        await scene.ScanAsync();

        Assert.Equal([1UL], await scene.AmountsAsync());
    }

    [Fact]
    public async Task Stays_before_a_block_that_nobody_has_and_goes_on_when_somebody_has_it()
    {
        var wallet = await scene.CreateWalletAsync();
        Chain.Add(PaysTo(wallet.Address, 1));
        var lost = Chain.Add(PaysTo(wallet.Address, 2, before: 1));
        Chain.Add(PaysTo(wallet.Address, 3, before: 3));
        Chain.Lost.Add(lost.Slot);

        await scene.ScanAsync();
        await scene.ScanAsync();

        Assert.Equal([1UL], await scene.AmountsAsync());
        Assert.Equal(lost.Slot, scene.Telemetry.Gap!.Slot);
        Assert.Equal(lost.Slot - 1, (await scene.PositionAsync())!.Slot);

        Chain.Lost.Clear();
        await scene.ScanAsync();

        Assert.Equal([1UL, 2, 3], await scene.AmountsAsync());
        Assert.Null(scene.Telemetry.Gap);
    }

    [Fact]
    public async Task Does_not_go_on_from_a_block_of_another_chain()
    {
        var wallet = await scene.CreateWalletAsync();
        Chain.Add(PaysTo(wallet.Address, 1));
        await scene.ScanAsync();
        Chain.Fork(1);
        Chain.Add(PaysTo(wallet.Address, 2));
        Chain.Add(PaysTo(wallet.Address, 3, before: 2));

        await scene.ScanAsync();

        Assert.Equal([1UL], await scene.AmountsAsync());
        Assert.NotNull(scene.Telemetry.Gap);
    }

    [Fact]
    public async Task Hands_over_to_another_instance_after_the_lease()
    {
        var wallet = await scene.CreateWalletAsync();
        var other = scene.NewScanner("b");
        Chain.Add(PaysTo(wallet.Address, 1));
        Assert.False(await other.ScanAsync(default));
        Assert.Empty(await scene.AmountsAsync());

        scene.Advance(scene.Options.Lease);
        await other.ScanAsync(default);
        await scene.ScanAsync();

        Assert.Equal([1UL], await scene.AmountsAsync());
    }

    [Fact]
    public async Task Forgets_the_cached_balance_of_a_wallet_that_changed()
    {
        var wallet = await scene.CreateWalletAsync();
        await scene.Balances.SetAsync(
            new WalletBalance
            {
                WalletId = wallet.Id,
                UserId = wallet.UserId,
                Address = wallet.Address,
                Lamports = Lamports.Zero,
                Reserved = Lamports.Zero,
                Slot = 1,
                AsOf = DateTimeOffset.UnixEpoch,
            },
            TimeSpan.FromHours(1),
            default);
        Chain.Add(PaysTo(wallet.Address, 1));

        await scene.ScanAsync();

        Assert.Null(await scene.Balances.GetAsync(wallet.Id, default));
    }

    [Fact]
    public async Task Notes_confirmed_deposits_early()
    {
        await using var early = new ScannerScene(earlyNotice: true);
        await early.ScanAsync();
        var wallet = await early.CreateWalletAsync();
        early.Chain.Add(PaysTo(wallet.Address, 1));
        early.Chain.Unfinalized = 1;

        await early.ScanAsync();
        var noted = await early.History.ListAsync(wallet.UserId, new DepositFilter(null, null, DepositStatus.Detected), 10, null, default);
        early.Chain.Unfinalized = 0;
        await early.ScanAsync();

        Assert.Single(noted.Deposits);
        var received = await early.History.ListAsync(wallet.UserId, new DepositFilter(null, null, DepositStatus.Received), 10, null, default);
        Assert.Equal(noted.Deposits[0].Id, Assert.Single(received.Deposits).Id);
    }
}
