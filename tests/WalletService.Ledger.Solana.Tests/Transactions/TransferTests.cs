using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

[Collection(LocalnetTests.Name)]
public sealed class TransferTests(LocalnetFixture fixture)
{
    private ITransferTransactions Transfers => fixture.Ledger.Transfers;

    private ITransactionNetwork Network => fixture.Ledger.Network;

    [Theory]
    [InlineData(null)]
    [InlineData("invoice 42, naïve ✓")]
    public async Task A_transfer_is_finalized_and_costs_what_was_quoted(string? memo)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var recipient = TestWallet.Create().Address;
        var order = payer.Pay(recipient, 1_000_000_000, memo);
        var quote = Assert.IsType<TransferQuote.Priced>(await Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
        var attempt = await payer.SignAsync(Transfers, order, quote, variation: 999);

        Assert.IsType<SendOutcome.Accepted>(await Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        var execution = await FinalizedAsync(attempt, order);

        Assert.Null(execution.ChainError);
        Assert.Equal(quote.Fee, execution.Fee);
        Assert.Equal(new Lamports(10_000_000_000), execution.SourceBefore);
        Assert.Equal(new Lamports(9_000_000_000) - quote.Fee, execution.SourceAfter);
        Assert.Equal(Lamports.Zero, execution.RecipientBefore);
        Assert.Equal(new Lamports(1_000_000_000), execution.RecipientAfter);
        Assert.NotNull(execution.BlockTime);
    }

    [Theory]
    [InlineData(null, 0u)]
    [InlineData(null, 999u)]
    [InlineData("everything", 1u)]
    [InlineData("everything", 500u)]
    public async Task Everything_can_be_paid_out_to_the_last_lamport_whatever_the_variation(string? memo, uint variation)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 2_000_000);
        var recipient = TestWallet.Create().Address;
        var priced = Assert.IsType<TransferQuote.Priced>(
            await Transfers.QuoteAsync(payer.Pay(recipient, 700_000, memo), previous: null, CancellationToken.None)).Quote;
        var order = payer.Pay(recipient, 2_000_000 - priced.Fee.Value, memo);
        var attempt = await payer.SignAsync(Transfers, order, priced, variation);

        Assert.IsType<SendOutcome.Accepted>(await Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        var execution = await FinalizedAsync(attempt, order);

        Assert.Null(execution.ChainError);
        Assert.Equal(Lamports.Zero, execution.SourceAfter);
    }

    [Fact]
    public async Task Equal_transfers_of_different_variation_both_land()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = payer.Pay(TestWallet.Create().Address, 1_000_000);
        var quote = Assert.IsType<TransferQuote.Priced>(await Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
        var blockhash = (await Transfers.BuildAsync(order, quote, 0, CancellationToken.None)).Blockhash;
        var attempts = new List<TransferAttempt>();
        for (var variation = 0u; variation < 3; variation++)
        {
            attempts.Add(await payer.SignAsync(Transfers, order, quote, variation));
        }

        Assert.Equal(3, attempts.Select(attempt => attempt.Signature).Distinct().Count());
        Assert.NotEmpty(blockhash);
        foreach (var attempt in attempts)
        {
            Assert.IsType<SendOutcome.Accepted>(await Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        }

        foreach (var attempt in attempts)
        {
            Assert.Null((await FinalizedAsync(attempt, order)).ChainError);
        }

        var balance = await fixture.Ledger.Reader.GetBalanceAsync(order.Recipient, Commitment.Finalized, CancellationToken.None);
        Assert.Equal(new Lamports(3_000_000), balance.Lamports);
    }

    [Fact]
    public async Task A_simulation_that_fails_for_another_reason_than_funds_is_a_refusal_with_the_chains_error()
    {
        var unfunded = TestWallet.Create();

        var quote = await Transfers.QuoteAsync(unfunded.Pay(TestWallet.Create().Address, 1_000_000), previous: null, CancellationToken.None);

        Assert.Equal("\"AccountNotFound\"", Assert.IsType<TransferQuote.Refused>(quote).ChainError);
    }

    [Theory]
    [InlineData(20_000_000_000ul)]
    [InlineData(9_999_900_000ul)]
    [InlineData(1ul)]
    public async Task What_the_funds_or_the_rent_do_not_allow_is_priced_all_the_same(ulong lamports)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var recipient = TestWallet.Create().Address;
        var enough = Assert.IsType<TransferQuote.Priced>(
            await Transfers.QuoteAsync(payer.Pay(recipient, 1_000_000), previous: null, CancellationToken.None));

        var quote = await Transfers.QuoteAsync(payer.Pay(recipient, lamports), previous: null, CancellationToken.None);

        Assert.Equal(enough, Assert.IsType<TransferQuote.Priced>(quote));
    }

    [Fact]
    public async Task A_signature_of_another_key_is_not_assembled()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = payer.Pay(TestWallet.Create().Address, 1_000_000);
        var quote = Assert.IsType<TransferQuote.Priced>(await Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
        var unsigned = await Transfers.BuildAsync(order, quote, 0, CancellationToken.None);

        Assert.Throws<ArgumentException>(() => Transfers.Assemble(unsigned.Message, TestWallet.Create().Sign(unsigned.Message)));
        Assert.Throws<ArgumentException>(() => Transfers.Assemble(unsigned.Message, new byte[63]));
    }

    [Fact]
    public async Task A_second_send_of_executed_bytes_is_AlreadyProcessed()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = payer.Pay(TestWallet.Create().Address, 1_000_000);
        var attempt = await payer.SignAsync(Transfers, order);
        await Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await FinalizedAsync(attempt, order);

        Assert.IsType<SendOutcome.AlreadyProcessed>(await Network.SendAsync(attempt, preflight: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_refusal_by_preflight_carries_the_chains_error()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 3_000_000);
        var recipient = TestWallet.Create().Address;
        var quote = Assert.IsType<TransferQuote.Priced>(
            await Transfers.QuoteAsync(payer.Pay(recipient, 700_000), previous: null, CancellationToken.None)).Quote;
        var attempt = await payer.SignAsync(Transfers, payer.Pay(recipient, 2_990_000), quote);

        var outcome = await Network.SendAsync(attempt, preflight: true, CancellationToken.None);

        Assert.Contains("InsufficientFundsForRent", Assert.IsType<SendOutcome.Refused>(outcome).ChainError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_execution_carries_the_chains_error_and_its_logs()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl, 3_000_000);
        var recipient = TestWallet.Create().Address;
        var quote = Assert.IsType<TransferQuote.Priced>(
            await Transfers.QuoteAsync(payer.Pay(recipient, 900_000), previous: null, CancellationToken.None)).Quote;
        var order = payer.Pay(recipient, 5_000_000);
        var attempt = await payer.SignAsync(Transfers, order, quote);
        await Network.SendAsync(attempt, preflight: false, CancellationToken.None);

        var execution = await FinalizedAsync(attempt, order);

        Assert.Contains("\"Custom\":1", execution.ChainError, StringComparison.Ordinal);
        Assert.Contains("insufficient lamports 2", execution.Logs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Statuses_come_in_the_order_asked_also_for_more_than_one_batch()
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = payer.Pay(TestWallet.Create().Address, 1_000_000);
        var attempt = await payer.SignAsync(Transfers, order);
        await Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await FinalizedAsync(attempt, order);
        var stranger = TestWallet.Create();
        var signatures = Enumerable.Range(0, 300)
            .Select(number => number == 299 ? attempt.Signature : TransactionSignature.FromBytes(stranger.Sign(BitConverter.GetBytes(number))))
            .ToList();

        var statuses = await Network.GetStatusesAsync(signatures, CancellationToken.None);

        Assert.Equal(300, statuses.Count);
        Assert.All(statuses.Take(299), Assert.Null);
        Assert.Equal(Commitment.Finalized, statuses[299]!.Confirmation);
    }

    private async Task<TransferExecution> FinalizedAsync(TransferAttempt attempt, SolTransferOrder order)
    {
        await Eventually.BecomesTrueAsync(async () =>
            (await Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0]?.Confirmation == Commitment.Finalized);
        return await Eventually.HasValueAsync(() => Network.GetExecutionAsync(
            attempt.Signature, order.Parties, Commitment.Finalized, CancellationToken.None));
    }
}
