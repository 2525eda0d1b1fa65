using System.Globalization;
using System.Text.Json;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>What must hold after instances were replaced under load: by the replies, by the chain's own blocks, and by the events.</summary>
internal static class RolloutProof
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    /// <summary>Each request was answered once, each payment made once, each told once; and nothing stays reserved.</summary>
    public static async Task EachRequestHadOneEffectAsync(
        WalletServiceStack stack, IWalletClient client, CountingCaller caller, RolloutLoad load, TestWallet[] wallets)
    {
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
    }

    /// <summary>At SIGTERM: nothing is lost, the exit code is 0.</summary>
    public static async Task EndsInOrderAsync(ServiceProcess instance)
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
