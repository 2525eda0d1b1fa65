using System.Net;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Tests.Nodes;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>How a transfer is priced, by answers made up for the purpose.</summary>
public sealed class QuoteTests
{
    private static readonly SolTransferOrder Order =
        TestWallet.Create().Pay(TestWallet.Create().Address, 1_000_000);

    [Theory]
    [InlineData(450, 795)]
    [InlineData(1_000, 1_400)]
    [InlineData(1_001, 1_402)]
    [InlineData(1_399_000, 1_400_000)]
    public async Task The_limit_is_what_the_simulation_used_and_a_tenth_and_three_hundred(ulong units, uint limit)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        Assert.Equal(limit, (await QuoteAsync(node, ledger, units, prices: [])).ComputeUnitLimit);
    }

    [Theory]
    [InlineData(new ulong[] { }, 1_000)]
    [InlineData(new ulong[] { 0, 0, 0, 0 }, 1_000)]
    [InlineData(new ulong[] { 40_000, 10_000, 30_000, 20_000 }, 30_000)]
    [InlineData(new ulong[] { 0, 0, 0, 2_000 }, 1_000)]
    [InlineData(new ulong[] { 0, 2_000, 2_000, 2_000 }, 2_000)]
    [InlineData(new ulong[] { 900_000_000 }, 5_000_000)]
    public async Task The_price_is_a_percentile_between_floor_and_cap(ulong[] prices, ulong expected)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        Assert.Equal(expected, (await QuoteAsync(node, ledger, units: 450, prices)).ComputeUnitPrice);
    }

    [Fact]
    public async Task The_fee_is_the_clusters_base_fee_and_the_priority_fee_rounded_up()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        var quote = await QuoteAsync(node, ledger, units: 450, prices: [1_000_000], baseFee: 4_321);

        Assert.Equal(new FeeQuote(new Lamports(4_321 + 795), 795, 1_000_000), quote);
    }

    [Fact]
    public async Task The_price_gives_way_to_the_most_that_a_transfer_may_cost()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, ("MaximumFeeLamports", "6000"));

        var quote = await QuoteAsync(node, ledger, units: 1_000, prices: [5_000_000]);

        Assert.InRange(quote.Fee.Value, 5_999ul, 6_000ul);
        Assert.Equal(1_000ul * 1_000_000 / 1_400, quote.ComputeUnitPrice);
    }

    [Fact]
    public async Task A_base_fee_above_the_most_is_not_paid()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, ("MaximumFeeLamports", "5000"));

        await Assert.ThrowsAsync<PortUnavailableException>(() => QuoteAsync(node, ledger, units: 450, prices: [], baseFee: 5_001));
    }

    [Fact]
    public async Task The_base_fee_and_recent_prices_are_remembered()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        await QuoteAsync(node, ledger, units: 450, prices: []);
        await QuoteAsync(node, ledger, units: 450, prices: []);

        Assert.Equal(1, node.CountOf("getFeeForMessage"));
        Assert.Equal(1, node.CountOf("getRecentPrioritizationFees"));
        Assert.Equal(2, node.CountOf("simulateTransaction"));
    }

    [Fact]
    public async Task The_simulation_asks_for_confirmed_state_and_no_signature()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        await QuoteAsync(node, ledger, units: 450, prices: []);

        var options = node.LastParametersOf("simulateTransaction")[1];
        Assert.Equal("confirmed", options.GetProperty("commitment").GetString());
        Assert.True(options.GetProperty("replaceRecentBlockhash").GetBoolean());
        Assert.False(options.GetProperty("sigVerify").GetBoolean());
    }

    [Theory]
    [InlineData("\"AccountNotFound\"", 0)]
    [InlineData("\"InsufficientFundsForFee\"", 0)]
    [InlineData("""{"InstructionError":[3,"MissingRequiredSignature"]}""", 450)]
    [InlineData("""{"InstructionError":[2,{"Custom":1}]}""", 450)]
    public async Task Other_failures_are_refusals(string error, ulong units)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        Script(node, units, [], 5_000, error);

        var refused = Assert.IsType<TransferQuote.Refused>(await ledger.Transfers.QuoteAsync(Order, previous: null, CancellationToken.None));

        Assert.Equal(error, refused.ChainError);
    }

    private static async Task<FeeQuote> QuoteAsync(
        ScriptedNode node, SolanaLedger ledger, ulong units, ulong[] prices, ulong baseFee = 5_000)
    {
        Script(node, units, prices, baseFee, error: "null");
        return Assert.IsType<TransferQuote.Priced>(await ledger.Transfers.QuoteAsync(Order, previous: null, CancellationToken.None)).Quote;
    }

    private static void Script(ScriptedNode node, ulong units, ulong[] prices, ulong baseFee, string error)
    {
        var samples = prices.Select((price, slot) => $$"""{"slot":{{slot}},"prioritizationFee":{{price}}}""");
        node.Enqueue("getRecentPrioritizationFees", HttpStatusCode.OK, ScriptedNode.Result($"[{string.Join(',', samples)}]"));
        node.Enqueue("getFeeForMessage", HttpStatusCode.OK, ScriptedNode.InContext(slot: 90, $"{baseFee}"));
        node.Enqueue(
            "simulateTransaction",
            HttpStatusCode.OK,
            ScriptedNode.InContext(slot: 90, $$"""{"err":{{error}},"logs":[],"unitsConsumed":{{units}}}"""));
    }

    private static Task<SolanaLedger> StartAsync(ScriptedNode node, params (string Name, string Value)[] settings) => SolanaLedger.StartAsync(
        ScriptedNode.Endpoint, webSocketUrl: null, node, [("BlockhashRefreshInterval", "00:00:09"), .. settings]);
}
