using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Fees;

/// <summary>At load, not every transfer is simulated for its price; every one that may use something else is.</summary>
[Collection(LocalnetTests.Name)]
public sealed class SharedSimulationTests(LocalnetFixture fixture)
{
    private const string Method = "simulateTransaction";

    [Fact]
    public async Task Transfers_of_one_shape_share_a_simulation_whatever_they_pay_and_to_whom()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var first = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var second = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        var quotes = await Task.WhenAll(Enumerable.Range(1, 40).Select(number => QuoteAsync(
            ledger, (number % 2 == 0 ? first : second).Pay(TestWallet.Create().Address, (ulong)number * 1_000_000, "invoice 12"))));

        Assert.Equal(1, counter[Method]);
        Assert.Single(quotes.Distinct());
    }

    [Fact]
    public async Task Another_memo_length_or_kind_of_recipient_is_another_shape()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var missing = TestWallet.Create().Address;
        SolTransferOrder[] orders =
        [
            payer.Pay(missing, 1_000_000),
            payer.Pay(missing, 1_000_000, "four"),
            payer.Pay(missing, 1_000_000, "five!"),
            payer.Pay(payer.Address, 1_000_000),
            payer.Pay((await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl)).Address, 1_000_000),
            payer.Pay(await ProgramOwnedAsync(dataLength: 10), 1_000_000),
            payer.Pay(await ProgramOwnedAsync(dataLength: 20), 1_000_000),
        ];

        for (var number = 0; number < orders.Length; number++)
        {
            await QuoteAsync(ledger, orders[number]);
            Assert.Equal(number + 1, counter[Method]);
        }
    }

    [Theory]
    [InlineData("naïve")]
    [InlineData("a\tb")]
    [InlineData("say \"no\"")]
    [InlineData("C:\\")]
    public async Task A_memo_that_a_log_writes_in_another_way_is_always_simulated(string memo)
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        await QuoteAsync(ledger, payer.Pay(TestWallet.Create().Address, 1_000_000, memo));
        await QuoteAsync(ledger, payer.Pay(TestWallet.Create().Address, 1_000_000, memo));

        Assert.Equal(2, counter[Method]);
    }

    [Fact]
    public async Task Plain_memos_of_one_length_use_the_same()
    {
        await using var ledger = await StartAsync(handler: null, ("SimulationLifetime", "00:00:00"));
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var recipient = TestWallet.Create().Address;
        string[] memos = [new string('a', 64), new string(' ', 64), new string('~', 64), string.Concat(Enumerable.Repeat("'{}<&%$#", 8))];

        var limits = new HashSet<uint>();
        foreach (var memo in memos)
        {
            limits.Add((await QuoteAsync(ledger, payer.Pay(recipient, 1_000_000, memo))).ComputeUnitLimit);
        }

        Assert.Single(limits);
    }

    [Fact]
    public async Task A_transfer_whose_accounts_are_not_known_is_simulated()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        for (var number = 1; number <= 3; number++)
        {
            await ledger.Transfers.QuoteAsync(payer.Pay(TestWallet.Create().Address, 1_000_000), previous: null, CancellationToken.None);
            Assert.Equal(number, counter[Method]);
        }
    }

    [Fact]
    public async Task A_lifetime_of_zero_simulates_each()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter, ("SimulationLifetime", "00:00:00"));
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);

        await QuoteAsync(ledger, payer.Pay(TestWallet.Create().Address, 1_000_000));
        await QuoteAsync(ledger, payer.Pay(TestWallet.Create().Address, 1_000_000));

        Assert.Equal(2, counter[Method]);
    }

    [Fact]
    public async Task What_is_wrong_with_one_transfer_is_not_held_against_another()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var rich = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var poor = await TestWallet.CreateWithAsync(fixture.Localnet, lamports: 3_000);
        var recipient = TestWallet.Create().Address;
        await Eventually.BecomesTrueAsync(async () => (await FactsAsync(ledger, poor.Pay(recipient, 1))).SourceBalance == new Lamports(3_000));
        await FactsAsync(ledger, rich.Pay(recipient, 1_000_000));

        var refused = ledger.Transfers.QuoteAsync(poor.Pay(recipient, 1), previous: null, CancellationToken.None);
        var priced = ledger.Transfers.QuoteAsync(rich.Pay(recipient, 1_000_000), previous: null, CancellationToken.None);

        Assert.Equal("\"InsufficientFundsForFee\"", Assert.IsType<TransferQuote.Refused>(await refused).ChainError);
        Assert.IsType<TransferQuote.Priced>(await priced);
        Assert.Equal(2, counter[Method]);
    }

    private static async Task<FeeQuote> QuoteAsync(SolanaLedger ledger, SolTransferOrder order)
    {
        await FactsAsync(ledger, order);
        return Assert.IsType<TransferQuote.Priced>(await ledger.Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
    }

    private static Task<TransferFacts> FactsAsync(SolanaLedger ledger, SolTransferOrder order) =>
        ledger.Reader.GetTransferFactsAsync(order.Source, order.Recipient, minimumSlot: 0, CancellationToken.None);

    private async Task<SolanaAddress> ProgramOwnedAsync(int dataLength)
    {
        var address = TestWallet.Create().Address;
        await fixture.Localnet.ControlAsync("account", new
        {
            pubkey = address.Value,
            lamports = 10_000_000,
            data = Convert.ToBase64String(new byte[dataLength]),
            owner = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
        });
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Ledger.Reader.GetBalanceAsync(address, Commitment.Confirmed, CancellationToken.None)).Lamports > Lamports.Zero);
        return address;
    }

    private Task<SolanaLedger> StartAsync(HttpMessageHandler? handler, params (string Name, string Value)[] settings) =>
        SolanaLedger.StartAsync(fixture.Localnet.RpcUrl, webSocketUrl: null, handler, settings);
}
