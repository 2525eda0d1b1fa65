using WalletService.Contracts;
using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>The routes of batches, asked as any AMQP client would.</summary>
public sealed class BatchRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task A_batch_of_two_thousand_rows_is_taken_at_once_and_the_same_request_finds_it()
    {
        var wallet = await FundedAsync();
        var recipients = Enumerable.Range(0, 3).Select(_ => Some.Address()).ToArray();
        var request = new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            rows = Enumerable.Range(0, 2_000).Select(row => new
            {
                recipient = recipients[row % 3],
                amount = 0.001m,
                reference = $"row {row} ".PadRight(64, 'x'),
            }),
            requestId = "many",
        };

        var taken = await fixture.Caller.AskAsync(Routes.TransferBatch, request);
        Assert.True(taken.Success, taken.Body);
        Assert.Equal("received", taken.Text("status"));
        var again = await fixture.Caller.AskAsync(Routes.TransferBatch, request);
        Assert.Equal(taken.Text("batchId"), again.Text("batchId"));
    }

    [Theory]
    [InlineData("""[]""", "rows")]
    [InlineData("""[{"recipient":"nobody","amount":"1"}]""", "rows[0].recipient")]
    [InlineData("""[{"recipient":"GOOD","amount":"1"},{"recipient":"GOOD","amount":"max"}]""", "rows[1].amount")]
    [InlineData("""[{"recipient":"GOOD","amount":"0"}]""", "rows[0].amount")]
    [InlineData("""[{"recipient":"GOOD","amount":"0.0000000001"}]""", "rows[0].amount")]
    [InlineData("""[{"recipient":"GOOD","amount":"1","memo":"no field of a row"}]""", "rows")]
    public async Task A_row_that_can_not_be_read_refuses_the_request(string rows, string field)
    {
        var wallet = await FundedAsync();
        var body = $$"""{"userId":"{{wallet.UserId}}","walletId":"{{wallet.WalletId}}","requestId":"bad","rows":{{rows.Replace("GOOD", Some.Address(), StringComparison.Ordinal)}}}""";

        var answer = await fixture.Caller.AskAsync(Routes.TransferBatch, body);

        Assert.False(answer.Success);
        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.Contains(field, answer.Body, StringComparison.Ordinal);
        var found = await fixture.Caller.AskAsync(Routes.GetBatch, new { userId = wallet.UserId, requestId = "bad" });
        Assert.Equal("TRANSACTION_NOT_FOUND", found.Code);
    }

    [Fact]
    public async Task Somebody_elses_batch_is_not_found()
    {
        var wallet = await FundedAsync();
        var taken = await fixture.Caller.AskAsync(Routes.TransferBatch, new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            rows = new[] { new { recipient = Some.Address(), amount = "0.01" } },
            waitFor = "ended",
            requestId = "mine",
        });
        Assert.Equal("ended", taken.Text("status"));

        var other = await fixture.Caller.AskAsync(Routes.GetBatch, new { userId = Some.User(), batchId = taken.Text("batchId") });
        Assert.Equal("TRANSACTION_NOT_FOUND", other.Code);
    }

    [Fact]
    public async Task Keys_of_the_services_own_are_refused()
    {
        var wallet = await FundedAsync();

        var answer = await fixture.Caller.AskAsync(Routes.TransferSol, new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            recipient = Some.Address(),
            amount = "0.01",
            requestId = "batch:0197a1b3-0000-7000-8000-000000000071:1",
        });

        Assert.Equal("VALIDATION_FAILED", answer.Code);
        Assert.Contains("requestId", answer.Body, StringComparison.Ordinal);
    }

    private Task<FundedWallet> FundedAsync() => FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
}
