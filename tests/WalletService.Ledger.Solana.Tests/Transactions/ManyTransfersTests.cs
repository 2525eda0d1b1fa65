using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>What many transfers at once ask of a node, on a network that makes blocks only when told.</summary>
public sealed class ManyTransfersTests : IAsyncLifetime
{
    private const int Transfers = 48;

    /// <summary>Beyond the slots after which a block is finalized.</summary>
    private const int SlotsToFinality = 40;

    /// <summary>Prices and blockhashes are looked up by time, and nodes looked at, however many transfers there are.</summary>
    private static readonly string[] ForTransfers =
    [
        "getMultipleAccounts", "getMinimumBalanceForRentExemption", "simulateTransaction", "sendTransaction", "getSignatureStatuses",
        "getBlock", "getTransaction",
    ];

    private LocalnetProcess localnet = null!;

    public async Task InitializeAsync() => localnet = await LocalnetProcess.StartAsync(slotMilliseconds: 0);

    public async Task DisposeAsync() => await localnet.DisposeAsync();

    [Fact]
    public async Task Each_takes_a_request_and_a_fifth_beside_the_look_at_prices()
    {
        await using var ledger = await SolanaLedger.StartAsync(localnet);
        var payers = await CreatePayersAsync(Transfers);
        await localnet.ControlAsync("reset-counts");

        var sent = await SendAllAsync(ledger, payers);
        await localnet.ControlAsync("advance", new { slots = SlotsToFinality });
        var executions = await ReadAllAsync(ledger, sent);
        var counts = (await localnet.ControlAsync("state")).GetProperty("requests").EnumerateObject()
            .ToDictionary(method => method.Name, method => method.Value.GetInt32());

        Assert.All(executions, execution => Assert.Null(execution.ChainError));
        Assert.Equal(Transfers, counts["sendTransaction"]);
        Assert.InRange(counts["getBlock"], 1, 2);
        Assert.DoesNotContain("getTransaction", counts.Keys);
        Assert.InRange(ForTransfers.Sum(method => counts.GetValueOrDefault(method)), Transfers, Transfers * 1.2);
    }

    [Fact]
    public async Task A_block_tells_of_each_what_the_transaction_itself_does()
    {
        await using var ledger = await SolanaLedger.StartAsync(localnet);
        await using var alone = await SolanaLedger.StartAsync(localnet, ("BlockReadThreshold", "1000"));
        var sent = await SendAllAsync(ledger, await CreatePayersAsync(6));
        await localnet.ControlAsync("advance", new { slots = SlotsToFinality });

        var byBlock = await ReadAllAsync(ledger, sent);
        var one = await ReadAllAsync(alone, sent);

        Assert.Equal(one, byBlock);
        Assert.Equal(one.Select(execution => execution.SourceBefore!.Value - new Lamports(1_000_000) - execution.Fee!.Value),
            byBlock.Select(execution => execution.SourceAfter!.Value));
    }

    [Fact]
    public async Task A_node_that_does_not_give_the_block_is_asked_for_each_transaction()
    {
        await using var ledger = await SolanaLedger.StartAsync(localnet);
        var sent = await SendAllAsync(ledger, await CreatePayersAsync(6));
        await localnet.ControlAsync("advance", new { slots = SlotsToFinality });
        await localnet.ControlAsync("http-status", new { status = 503, count = 3, method = "getBlock" });

        var executions = await ReadAllAsync(ledger, sent);

        Assert.All(executions, execution => Assert.Equal(new Lamports(1_000_000), execution.RecipientAfter));
    }

    [Fact]
    public async Task Facts_of_fifty_transfers_are_one_request_and_each_has_its_own()
    {
        await using var ledger = await SolanaLedger.StartAsync(localnet, ("BalanceGatherTime", "00:00:00.100"));
        var payers = await CreatePayersAsync(50);
        await localnet.ControlAsync("reset-counts");

        var facts = await Task.WhenAll(payers.Select(payer =>
            ledger.Reader.GetTransferFactsAsync(payer.Address, TestWallet.Create().Address, minimumSlot: 1, CancellationToken.None)));

        Assert.Equal(1, (await localnet.ControlAsync("state")).GetProperty("requests").GetProperty("getMultipleAccounts").GetInt32());
        Assert.Equal(Enumerable.Range(0, 50).Select(BalanceOf), facts.Select(fact => fact.SourceBalance.Value));
    }

    [Fact]
    public async Task One_that_needs_a_later_slot_than_the_others_does_not_fail_them()
    {
        await using var ledger = await SolanaLedger.StartAsync(localnet, ("BalanceGatherTime", "00:00:00.100"));
        var payer = (await CreatePayersAsync(1))[0];

        var early = ledger.Reader.GetTransferFactsAsync(payer.Address, TestWallet.Create().Address, minimumSlot: 0, CancellationToken.None);
        var late = ledger.Reader.GetTransferFactsAsync(payer.Address, TestWallet.Create().Address, minimumSlot: 1_000_000, CancellationToken.None);

        Assert.Equal(BalanceOf(0), (await early).SourceBalance.Value);
        await Assert.ThrowsAsync<PortUnavailableException>(() => late);
    }

    private static ulong BalanceOf(int number) => Lamports.PerSol + (ulong)number;

    private async Task<IReadOnlyList<TestWallet>> CreatePayersAsync(int count)
    {
        var payers = new List<TestWallet>();
        for (var number = 0; number < count; number++)
        {
            payers.Add(await TestWallet.CreateWithAsync(localnet, BalanceOf(number)));
        }

        await localnet.ControlAsync("advance", new { slots = 3 });
        return payers;
    }

    private static async Task<IReadOnlyList<(TransferAttempt Attempt, SolTransferOrder Order)>> SendAllAsync(
        SolanaLedger ledger, IReadOnlyList<TestWallet> payers) =>
        await Task.WhenAll(payers.Select(async payer =>
        {
            var order = payer.Pay(TestWallet.Create().Address, 1_000_000);
            await ledger.Reader.GetTransferFactsAsync(order.Source, order.Recipient, minimumSlot: 0, CancellationToken.None);
            var attempt = await payer.SignAsync(ledger.Transfers, order);
            Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
            return (attempt, order);
        }));

    private static async Task<TransferExecution[]> ReadAllAsync(
        SolanaLedger ledger, IReadOnlyList<(TransferAttempt Attempt, SolTransferOrder Order)> sent)
    {
        await Eventually.BecomesTrueAsync(async () =>
        {
            var statuses = await ledger.Network.GetStatusesAsync([.. sent.Select(one => one.Attempt.Signature)], CancellationToken.None);
            return statuses.All(status => status?.Confirmation == Commitment.Finalized);
        });
        var executions = await Task.WhenAll(sent.Select(one => ledger.Network.GetExecutionAsync(
            one.Attempt.Signature, one.Order.Parties, Commitment.Finalized, CancellationToken.None)));
        return [.. executions.Select(execution => Assert.IsType<TransferExecution>(execution))];
    }
}
