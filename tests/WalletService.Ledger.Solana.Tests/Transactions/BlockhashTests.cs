using System.Net;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>A transfer is built with a blockhash that has most of its life before it, or not at all.</summary>
public sealed class BlockhashTests
{
    private const string Method = "getLatestBlockhash";

    private static readonly FeeQuote Quote = new(new Lamports(5_001), 795, 1_000);
    private static readonly SolTransferOrder Order = TestWallet.Create().Pay(TestWallet.Create().Address, 1_000_000);

    [Fact]
    public async Task It_is_fetched_ahead_of_use()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:00.050", "00:00:10");
        await Eventually.BecomesTrueAsync(() => node.CountOf(Method) >= 3);

        var unsigned = await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None);

        Assert.Equal(("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z", 200ul, 90ul), (unsigned.Blockhash, unsigned.LastValidBlockHeight, unsigned.ContextSlot));
    }

    [Fact]
    public async Task Many_builders_share_one_request()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:09", "00:00:10");

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None)));

        Assert.Equal(1, node.CountOf(Method));
    }

    [Fact]
    public async Task An_old_one_is_not_given_out_when_no_new_one_is_to_be_had()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:00.100", "00:00:00.300");
        await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None);

        node.Fails = true;
        await Eventually.BecomesTrueAsync(async () => await IsUnavailableAsync(ledger));

        node.Fails = false;
        await Eventually.BecomesTrueAsync(async () => !await IsUnavailableAsync(ledger));
        Assert.True(node.CountOf(Method) > 1);
    }

    [Fact]
    public async Task A_node_that_is_behind_what_was_seen_is_not_believed()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:00.050", "00:00:10");

        await Eventually.BecomesTrueAsync(() => node.CountOf(Method) >= 3);

        var options = node.LastParametersOf(Method)[0];
        Assert.Equal(90ul, options.GetProperty("minContextSlot").GetUInt64());
        Assert.Equal("confirmed", options.GetProperty("commitment").GetString());
    }

    [Fact]
    public async Task One_with_too_few_blocks_left_is_replaced_however_young()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:28", "00:00:30", ("BlockhashMinimumBlocks", "149"));

        // Nothing but a call can have fetched another one: the next refresh is far away.
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None);
                return node.CountOf(Method) >= 2;
            },
            TimeSpan.FromSeconds(25));

        Assert.Equal(2, node.CountOf(Method));
    }

    [Fact]
    public async Task An_answer_from_before_what_was_seen_is_not_believed_although_the_node_gives_it()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:00.050", "00:00:10");
        await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None);
        const int Stale = 20;
        for (var answer = 0; answer < Stale; answer++)
        {
            node.Enqueue(
                Method,
                HttpStatusCode.OK,
                ScriptedNode.InContext(slot: 89, """{"blockhash":"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM","lastValidBlockHeight":199}"""));
        }

        var asked = node.CountOf(Method);
        await Eventually.BecomesTrueAsync(async () =>
        {
            Assert.Equal(90ul, (await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None)).ContextSlot);
            return node.CountOf(Method) >= asked + Stale;
        });
    }

    [Fact]
    public async Task A_slot_that_a_node_made_up_is_forgotten_when_it_tells_the_truth_again()
    {
        const ulong FarTooHigh = 1UL << 60;
        using var node = new ScriptedNode();
        node.Enqueue("getSlot", HttpStatusCode.OK, ScriptedNode.Result($"{FarTooHigh}"));
        node.Enqueue(
            Method,
            HttpStatusCode.OK,
            ScriptedNode.InContext(
                FarTooHigh, $$"""{"blockhash":"4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM","lastValidBlockHeight":{{FarTooHigh}}}"""));
        await using var ledger = await StartAsync(node, "00:00:00.050", "00:00:10");

        await Eventually.BecomesTrueAsync(() => node.CountOf(Method) > 1);
        var given = FarTooHigh;
        await Eventually.BecomesTrueAsync(async () =>
        {
            given = await IsUnavailableAsync(ledger)
                ? FarTooHigh
                : (await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None)).ContextSlot;
            return given != FarTooHigh;
        });

        Assert.Equal(90ul, given);
    }

    [Fact]
    public async Task One_that_the_node_does_not_know_is_replaced()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, "00:00:09", "00:00:10");
        node.Enqueue("getFeeForMessage", HttpStatusCode.OK, ScriptedNode.InContext(slot: 90, "null"));
        node.Enqueue("getFeeForMessage", HttpStatusCode.OK, ScriptedNode.InContext(slot: 90, "5000"));
        node.Enqueue("getRecentPrioritizationFees", HttpStatusCode.OK, ScriptedNode.Result("[]"));
        node.Enqueue(
            "simulateTransaction", HttpStatusCode.OK, ScriptedNode.InContext(slot: 90, """{"err":null,"logs":[],"unitsConsumed":450}"""));

        Assert.IsType<TransferQuote.Priced>(await ledger.Transfers.QuoteAsync(Order, previous: null, CancellationToken.None));

        Assert.Equal(2, node.CountOf(Method));
    }

    private static async Task<bool> IsUnavailableAsync(SolanaLedger ledger)
    {
        try
        {
            await ledger.Transfers.BuildAsync(Order, Quote, 0, CancellationToken.None);
            return false;
        }
        catch (PortUnavailableException)
        {
            return true;
        }
    }

    private static Task<SolanaLedger> StartAsync(
        ScriptedNode node, string refreshInterval, string maxAge, params (string Name, string Value)[] settings) => SolanaLedger.StartAsync(
            ScriptedNode.Endpoint,
            webSocketUrl: null,
            node,
            [("BlockhashRefreshInterval", refreshInterval), ("BlockhashMaxAge", maxAge), .. settings]);
}
