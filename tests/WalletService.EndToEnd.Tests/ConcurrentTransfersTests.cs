using System.Globalization;
using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>500 transfers at once: each is executed once or refused for a reason that is true, and no wallet is overdrawn.</summary>
public sealed class ConcurrentTransfersTests(CrowdedStack stack) : IClassFixture<CrowdedStack>
{
    private const int Payments = 500;

    [Fact]
    public async Task From_one_wallet_all_that_it_can_pay_are_executed_once()
    {
        await using var client = await stack.ConnectAsync();
        const ulong funds = 5_000_000_000;
        var wallet = Assert.Single(await stack.CreateWalletsAsync(client, "rich", count: 1, funds));
        var recipients = Enumerable.Range(0, Payments).Select(_ => TestWallet.NewAddress()).ToArray();

        var transfers = await Task.WhenAll(recipients.Select(
            (recipient, number) => client.PayToTheEndAsync(wallet, recipient, "0.001", $"payment-{number}")));

        Assert.All(transfers, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(Payments, transfers.Select(transfer => transfer.Signature).Distinct().Count());
        Assert.All(await stack.OnChainAsync(recipients), balance => Assert.Equal(1_000_000UL, balance));
        Assert.Equal(funds - Spent(transfers), await stack.OnChainAsync(wallet.Address));
        await NothingIsReservedAsync(client, wallet);
    }

    [Fact]
    public async Task From_one_wallet_exactly_those_that_it_cannot_pay_are_refused()
    {
        // 5 SOL pay for 249 times 0.02 SOL and the fees; what is left then is less than one more, whatever the fees are.
        await using var client = await stack.ConnectAsync();
        const ulong funds = 5_000_000_000;
        const int affordable = 249;
        var wallet = Assert.Single(await stack.CreateWalletsAsync(client, "short of money", count: 1, funds));
        var recipients = Enumerable.Range(0, Payments).Select(_ => TestWallet.NewAddress()).ToArray();

        var transfers = await Task.WhenAll(recipients.Select(
            (recipient, number) => client.PayOrBeRefusedAsync(wallet, recipient, "0.02", $"payment-{number}")));

        var paid = transfers.OfType<TransferDetails>().ToArray();
        Assert.Equal(affordable, paid.Length);
        Assert.All(paid, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(
            transfers.Select(transfer => transfer is null ? 0UL : 20_000_000UL),
            await stack.OnChainAsync(recipients));
        Assert.Equal(funds - Spent(paid), await stack.OnChainAsync(wallet.Address));
        await NothingIsReservedAsync(client, wallet);
    }

    [Fact]
    public async Task From_as_many_wallets_every_lamport_is_where_it_belongs()
    {
        // Each pays the next one, so that afterwards each has what it had, but for the fee.
        await using var client = await stack.ConnectAsync();
        const ulong funds = 1_000_000_000;
        var wallets = await stack.CreateWalletsAsync(client, "ring", Payments, funds);

        var transfers = await Task.WhenAll(wallets.Select(
            (wallet, number) => client.PayToTheEndAsync(wallet, wallets[(number + 1) % Payments].Address, "0.5", "payment")));

        Assert.All(transfers, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(
            transfers.Select(transfer => funds - Number(transfer.FeeLamports)),
            await stack.OnChainAsync([.. wallets.Select(wallet => wallet.Address)]));
    }

    /// <summary>A balance may be a moment old: it comes from the cache.</summary>
    private static Task NothingIsReservedAsync(IWalletClient client, WalletDetails wallet) => Eventually.BecomesTrueAsync(async () =>
        (await client.GetBalanceAsync(new GetBalance { UserId = wallet.UserId, WalletId = wallet.WalletId })).ReservedLamports == "0");

    private static ulong Spent(IEnumerable<TransferDetails> transfers) =>
        transfers.Aggregate(0UL, (sum, transfer) => sum + Number(transfer.Lamports) + Number(transfer.FeeLamports));

    private static ulong Number(string? lamports) => ulong.Parse(lamports!, NumberStyles.None, CultureInfo.InvariantCulture);
}
