using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Fees;

/// <summary>The runtime keeps to the limit of loaded data, and ours leaves room for what a transfer loads.</summary>
[Collection(LocalnetTests.Name)]
public sealed class LoadedDataTests(LocalnetFixture fixture)
{
    private const int DataLength = 100_000;

    [Theory]
    [InlineData(null)]
    [InlineData("for the record")]
    public async Task A_transfer_to_an_account_with_much_data_is_executed(string? memo)
    {
        var (attempt, _) = await SignAsync(memo, quote => quote);

        Assert.IsType<SendOutcome.Accepted>(await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is { ChainError: null });
    }

    [Fact]
    public async Task With_less_than_it_loads_it_would_not_be()
    {
        var (attempt, quote) = await SignAsync(memo: null, quote => quote with { DataSizeLimit = DataLength });

        var outcome = await fixture.Ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);

        Assert.Equal("\"MaxLoadedAccountsDataSizeExceeded\"", Assert.IsType<SendOutcome.Refused>(outcome).ChainError);
        Assert.InRange(quote.DataSizeLimit, (uint)DataLength + 1, 200_000u);
    }

    private async Task<(TransferAttempt Attempt, FeeQuote Quoted)> SignAsync(string? memo, Func<FeeQuote, FeeQuote> change)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var order = payer.Pay(TestWallet.Create().Address, 1_000_000, memo);
        await fixture.Localnet.ControlAsync("account", new
        {
            pubkey = order.Recipient.Value,
            lamports = Lamports.PerSol,
            data = Convert.ToBase64String(new byte[DataLength]),
            owner = "MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr",
        });
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Ledger.Reader.GetBalanceAsync(order.Recipient, Commitment.Confirmed, CancellationToken.None)).Lamports > Lamports.Zero);
        var quote = Assert.IsType<TransferQuote.Priced>(
            await fixture.Ledger.Transfers.QuoteAsync(order, previous: null, CancellationToken.None)).Quote;
        return (await payer.SignAsync(fixture.Ledger.Transfers, order, change(quote), variation: 0), quote);
    }
}
