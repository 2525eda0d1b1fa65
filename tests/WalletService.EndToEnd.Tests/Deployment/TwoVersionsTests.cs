using System.Globalization;
using System.Text.Json;
using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>
/// The release before this one and this one, each built from its own sources, on one database and one broker, while payments are made: the
/// rollout, and its undoing.
/// </summary>
public sealed class TwoVersionsTests
{
    private const int Wallets = 4;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Both_serve_the_same_queues_and_each_payment_has_one_effect()
    {
        var previous = await PreviousRelease.BuildAsync();
        await using var stack = await WalletServiceStack.StartAsync(program: previous);
        await using var client = await stack.ConnectAsync();
        await using var caller = await CountingCaller.ConnectAsync(stack);
        var wallets = await Task.WhenAll(
            Enumerable.Range(1, Wallets).Select(number => TestWallet.CreateAsync(client, stack.Localnet, $"payer-{number}")));
        var load = new RolloutLoad(caller, wallets);
        load.Start();

        await RollForthAndBackAsync(stack, load);
        await load.StopAsync();

        Assert.All(caller.Answers, count => Assert.Equal(1, count));
        var transfers = new List<TransactionDetails>();
        foreach (var payment in load.Payments)
        {
            transfers.Add(await FinalizedAsync(client, payment));
        }

        await EachIsPaidOnceAsync(stack, load, wallets, transfers);
        await EventsHaveNoGapAsync(caller, transfers);
        await Eventually.BecomesTrueAsync(async () =>
            (await Task.WhenAll(wallets.Select(wallet => wallet.BalanceAsync()))).All(balance => balance.ReservedLamports == "0"));
        var (exitCode, output) = await OperatorTerminal.RunAsync(stack, "audit", "verify");
        Assert.True(exitCode == ExitCodes.Success, output);
    }

    private static async Task RollForthAndBackAsync(WalletServiceStack stack, RolloutLoad load)
    {
        var old = stack.Service;
        await load.IsServedByAsync(old);
        await stack.MigrateAsync();
        await load.IsServedByAsync(old);

        await using var present = await ServiceProcess.StartAsync(stack.Settings);
        await load.IsServedByAsync(old, present);
        await EndsInOrderAsync(old);
        await load.IsServedByAsync(present);

        // And back: the release before starts on the newer schema, and goes on with what the newer release leaves.
        await old.StartAgainAsync();
        await load.IsServedByAsync(old, present);
        await EndsInOrderAsync(present);
        await load.IsServedByAsync(old);
    }

    private static async Task EndsInOrderAsync(ServiceProcess instance)
    {
        await instance.StopAsync();
        Assert.True(instance.ExitCode == 0, instance.Log);
    }

    private static async Task<TransactionDetails> FinalizedAsync(IWalletClient client, RolloutPayment payment)
    {
        TransactionDetails? transfer = null;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                transfer = await client.GetTransactionAsync(
                    new GetTransaction { UserId = payment.Wallet.UserId, RequestId = payment.RequestId });
                return transfer.Status == "finalized";
            },
            Deadline);
        return transfer!;
    }

    private static async Task EachIsPaidOnceAsync(
        WalletServiceStack stack, RolloutLoad load, TestWallet[] wallets, List<TransactionDetails> transfers)
    {
        var blocks = new ChainBlocks(stack.Localnet.RpcUrl);
        Assert.Empty(await blocks.PaidTwiceAsync(new HashSet<string>(StringComparer.Ordinal)));
        foreach (var payment in load.Payments)
        {
            Assert.Equal(RolloutLoad.Lamports, Assert.Single(await blocks.PaymentsToAsync(payment.Recipient)).Amount);
        }

        foreach (var wallet in wallets)
        {
            var spent = transfers.Where(transfer => transfer.WalletId == wallet.Details.WalletId)
                .Aggregate(0UL, (sum, transfer) => sum + RolloutLoad.Lamports + ulong.Parse(Assert.IsType<string>(transfer.FeeLamports), CultureInfo.InvariantCulture));
            Assert.Equal(TestWallet.Funds - spent, await wallet.OnChainAsync(wallet.Details.Address));
        }
    }

    /// <summary>Whichever instance published them: each wallet's are numbered 1, 2, 3, … in order, and each transfer's tell one end.</summary>
    private static async Task EventsHaveNoGapAsync(CountingCaller caller, List<TransactionDetails> transfers)
    {
        await Eventually.BecomesTrueAsync(() => Ends(caller).Distinct(StringComparer.Ordinal).Count() == transfers.Count, Deadline);
        Assert.Equal(
            transfers.Select(transfer => transfer.TransactionId).Order(StringComparer.Ordinal), Ends(caller).Order(StringComparer.Ordinal));
        var ofWallets = Unrepeated(caller).Where(note => note.TryGetProperty("walletId", out _))
            .GroupBy(note => note.GetProperty("walletId").GetString());
        foreach (var ofWallet in ofWallets)
        {
            var numbers = ofWallet.Select(note => note.GetProperty("sequence").GetInt32()).ToArray();
            Assert.Equal(Enumerable.Range(1, numbers.Length), numbers);
        }
    }

    private static IEnumerable<string> Ends(CountingCaller caller) => Unrepeated(caller)
        .Where(note => note.GetProperty("topic").GetString() == "transaction-events" && note.GetProperty("type").GetString() == "finalized")
        .Select(note => note.GetProperty("data").GetProperty("transactionId").GetString()!);

    private static IEnumerable<JsonElement> Unrepeated(CountingCaller caller) =>
        caller.Events.DistinctBy(note => note.GetProperty("eventId").GetString());
}
