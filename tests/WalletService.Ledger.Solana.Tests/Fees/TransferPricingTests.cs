using System.Net;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Tests.Nodes;

namespace WalletService.Ledger.Solana.Tests.Fees;

/// <summary>How a quote grows after a death, and how it limits the account data, by answers made up for the purpose.</summary>
public sealed class TransferPricingTests
{
    private const uint PageSize = 32 * 1024;

    private static readonly SolTransferOrder Order = TestWallet.Create().Pay(TestWallet.Create().Address, 1_000_000);

    [Theory]
    [InlineData(0, 0, 10_000)]
    [InlineData(1_000, 0, 11_000)]
    [InlineData(20_000, 0, 30_000)]
    [InlineData(100_000, 0, 150_000)]
    [InlineData(100_000, 120_000, 150_000)]
    [InlineData(100_000, 700_000, 700_000)]
    [InlineData(4_000_000, 0, 5_000_000)]
    [InlineData(5_000_000, 0, 5_000_000)]
    public async Task A_price_that_was_not_enough_rises_by_half_under_the_cap(ulong dead, ulong network, ulong expected)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, ("PriorityFeeFloor", "0"));
        var first = await QuoteAsync(node, ledger, previous: null, network: 0);

        var next = await QuoteAsync(node, ledger, first with { ComputeUnitPrice = dead }, network);

        Assert.Equal(expected, next.ComputeUnitPrice);
    }

    [Fact]
    public async Task The_most_that_a_transfer_may_cost_holds_after_a_death_as_well()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node, ("MaximumFeeLamports", "6000"));
        var first = await QuoteAsync(node, ledger, previous: null, network: 5_000_000);

        var next = await QuoteAsync(node, ledger, first, network: 5_000_000);

        Assert.InRange(next.Fee.Value, 5_999ul, 6_000ul);
        Assert.Equal(first.ComputeUnitPrice, next.ComputeUnitPrice);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(400, 2)]
    [InlineData(25_000, 2)]
    [InlineData(25_415, 2)]
    [InlineData(25_416, 3)]
    [InlineData(1_000_000, 40)]
    [InlineData(53_000_000, 2_023)]
    [InlineData(60_000_000, 2_048)]
    [InlineData(90_000_000, 2_048)]
    public async Task The_data_limit_is_what_was_loaded_with_a_margin_in_whole_pages(ulong loaded, uint pages)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        var quote = await QuoteAsync(node, ledger, previous: null, network: 0, loaded);

        Assert.Equal(pages * PageSize, quote.DataSizeLimit);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(25_415)]
    [InlineData(25_416)]
    [InlineData(25_417)]
    [InlineData(51_629)]
    [InlineData(51_630)]
    [InlineData(51_631)]
    public async Task No_variation_changes_the_page_or_takes_away_what_is_needed(ulong loaded)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        var limit = (await QuoteAsync(node, ledger, previous: null, network: 0, loaded)).DataSizeLimit;
        var lowest = limit - 999;

        Assert.Equal(Pages(limit), Pages(lowest));
        Assert.True(lowest >= loaded + (loaded / 4) + PageSize);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0ul)]
    public async Task A_node_that_gives_no_size_limits_nothing(ulong? loaded)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        Assert.Equal(FeeQuote.HighestDataSizeLimit, (await QuoteAsync(node, ledger, previous: null, network: 0, loaded)).DataSizeLimit);
    }

    private static uint Pages(uint bytes) => (bytes + PageSize - 1) / PageSize;

    private static async Task<FeeQuote> QuoteAsync(
        ScriptedNode node, SolanaLedger ledger, FeeQuote? previous, ulong network, ulong? loaded = null)
    {
        // Another recipient each time: prices are remembered by the accounts written.
        var order = Order with { Parts = [Order.Parts[0] with { Recipient = TestWallet.Create().Address }] };
        var size = loaded is { } bytes ? $",\"loadedAccountsDataSize\":{bytes}" : string.Empty;
        node.Enqueue("getRecentPrioritizationFees", HttpStatusCode.OK, ScriptedNode.Result($$"""[{"slot":1,"prioritizationFee":{{network}}}]"""));
        node.Enqueue("getFeeForMessage", HttpStatusCode.OK, ScriptedNode.InContext(slot: 90, "5000"));
        node.Enqueue(
            "simulateTransaction",
            HttpStatusCode.OK,
            ScriptedNode.InContext(slot: 90, $$"""{"err":null,"logs":[],"unitsConsumed":450{{size}}}"""));
        return Assert.IsType<TransferQuote.Priced>(await ledger.Transfers.QuoteAsync(order, previous, CancellationToken.None)).Quote;
    }

    private static Task<SolanaLedger> StartAsync(ScriptedNode node, params (string Name, string Value)[] settings) => SolanaLedger.StartAsync(
        ScriptedNode.Endpoint, webSocketUrl: null, node, [("BlockhashRefreshInterval", "00:00:09"), .. settings]);
}
