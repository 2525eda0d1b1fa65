using WalletService.Domain.Deposits;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.TestKit.Fakes;
using Xunit;
using static WalletService.TestKit.Fakes.ChainTransactions;

namespace WalletService.TestKit.Contracts.Deposits;

/// <summary>What every <see cref="IReconciliationBooks"/> does, with the comparison of the domain on top.</summary>
public abstract class ReconciliationContract : DepositContract
{
    [Fact]
    public async Task Finds_nothing_where_books_and_chain_agree()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var (mint, account) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress());
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000), OfTokens(new TokenChange(account, mint, wallet.Address, null, 70))));

        var comparison = await CompareAsync(Seen(wallet, 1_000, new HeldToken(account, mint, 70, Position.Slot)));

        Assert.Empty(comparison!.Differences);
        Assert.Equal(0, await Storage.Reconciliation.CountDifferencesAsync(default));
    }

    [Fact]
    public async Task Compares_as_of_the_slot_at_which_the_chain_was_read()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000)));
        var seen = Seen(wallet, 1_000);
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 500, before: 1_000)));

        Assert.Empty((await CompareAsync(seen))!.Differences);
    }

    [Fact]
    public async Task Waits_for_the_books_to_come_to_the_slot()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add());

        Assert.Null(await CompareAsync(Seen(wallet, 0) with { Slot = Position.Slot + 1 }));
    }

    [Fact]
    public async Task Tells_of_a_difference_once_until_it_is_another()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000)));

        await CompareAsync(Seen(wallet, 900));
        await CompareAsync(Seen(wallet, 900));
        Assert.Equal(1, await Storage.Reconciliation.CountDifferencesAsync(default));
        await CompareAsync(Seen(wallet, 800));
        await CompareAsync(Seen(wallet, 1_000));

        Assert.Equal(0, await Storage.Reconciliation.CountDifferencesAsync(default));
        Assert.Equal(
            ["created", "deposit.received", "balance.updated", "reconciliation.difference", "reconciliation.difference"],
            await EventTypesAsync(wallet));
        Assert.Equal(["deposit +1000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Misses_a_token_account_that_the_books_have_and_the_chain_has_not()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var (mint, account) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress());
        await BookAsync(Chain.Add(OfTokens(new TokenChange(account, mint, wallet.Address, null, 70))));

        var comparison = await CompareAsync(Seen(wallet, 0));

        Assert.Equal((70UL, 0UL), Assert.Single(comparison!.Differences.Select(each => (each.Booked, each.OnChain))));
    }

    [Fact]
    public async Task Sees_each_token_account_at_one_of_a_wallets_addresses()
    {
        var wallet = await CreateWalletAfterOpeningAsync();
        var rotated = await RotateAsync(wallet);
        var (mint, first, second) = (ScriptedChain.NewAddress(), ScriptedChain.NewAddress(), ScriptedChain.NewAddress());
        await BookAsync(Chain.Add(
            OfTokens(new TokenChange(first, mint, wallet.Address, null, 70)), OfTokens(new TokenChange(second, mint, rotated.Address, null, 7))));

        var retired = Seen(wallet, 0, new HeldToken(first, mint, 70, Position.Slot));
        var current = Seen(rotated, 0, new HeldToken(second, mint, 7, Position.Slot));
        Assert.Empty((await CompareAsync(retired, current))!.Differences);
        Assert.Equal(first, Assert.Single((await CompareAsync(retired with { Tokens = [] }, current))!.Differences).Account.Account);
    }

    [Fact]
    public async Task Gives_an_older_wallet_that_nothing_moved_in_its_opening_balance()
    {
        var wallet = await CreateWalletAsync();
        Time.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync();
        await BookAsync(Chain.Add());

        Assert.Empty((await CompareAsync(Seen(wallet, 7_000)))!.Differences);
        await BookAsync(Chain.Add(PaysTo(wallet.Address, 1_000, before: 7_000)));

        Assert.Empty((await CompareAsync(Seen(wallet, 8_000)))!.Differences);
        Assert.Equal(["opening +7000", "deposit +1000"], await LinesAsync(wallet));
    }

    [Fact]
    public async Task Gives_the_wallets_in_the_order_of_their_ids()
    {
        var user = NewUser();
        for (var number = 0; number < 5; number++)
        {
            await CreateWalletAsync(user, $"create-{number}");
        }

        var first = await Storage.Reconciliation.NextWalletsAsync(null, 3, default);
        var second = await Storage.Reconciliation.NextWalletsAsync(first[^1].Id, 3, default);

        Assert.Equal((3, 2), (first.Count, second.Count));
        Assert.Equal(5, first.Concat(second).Select(wallet => wallet.Id).Distinct().Count());
    }

    private WalletHoldings Seen(Wallet wallet, ulong lamports, params HeldToken[] tokens) => new(
        new WatchedWallet(wallet.Id, wallet.UserId, wallet.Address, wallet.CreatedAt),
        lamports,
        Position.Slot,
        tokens,
        Position.Slot,
        Position.Slot);

    private Task<Comparison?> CompareAsync(params WalletHoldings[] seen) =>
        Storage.Reconciliation.CompareAsync(seen, view => Comparer.Compare(seen, view), default);
}
