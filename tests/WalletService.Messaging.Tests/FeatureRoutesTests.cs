using WalletService.Domain.Features;
using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fakes;

namespace WalletService.Messaging.Tests;

/// <summary>Parts of the service are switched off and on, over the broker.</summary>
public sealed class FeatureRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    private static readonly string Mint = Some.Address();

    [Theory]
    [InlineData("token-transfers", "wallet.transaction.transferToken")]
    [InlineData("batches", "wallet.transaction.transferBatch")]
    [InlineData("callers-transactions", "wallet.transaction.sign")]
    [InlineData("callers-transactions", "wallet.transaction.send")]
    [InlineData("message-signing", "wallet.transaction.signMessage")]
    public async Task What_is_switched_off_is_refused_and_done_once_it_is_on_again(string feature, string route)
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        FundTokens(wallet);
        var request = RequestOf(route, wallet);
        await SetAsync(feature, enabled: false);
        try
        {
            var refused = await fixture.Caller.AskAsync(route, request);
            Assert.Equal("FEATURE_DISABLED", refused.Code);
            Assert.Equal(feature, refused.Json["error"]!["details"]!["feature"]!.GetValue<string>());
            Assert.False(refused.Json["error"]!["retryable"]!.GetValue<bool>());
            Assert.Empty((await fixture.Caller.AskAsync("wallet.transaction.list", new { userId = wallet.UserId })).Data["transactions"]!.AsArray());
        }
        finally
        {
            await SetAsync(feature, enabled: true);
        }

        var done = await fixture.Caller.AskAsync(route, request);
        Assert.True(done.Success, done.Body);
    }

    [Fact]
    public async Task What_was_accepted_before_is_finished_and_a_repeat_of_it_is_answered_as_ever()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        FundTokens(wallet);
        var requestId = Some.RequestId();
        var recipient = Some.Address();
        var maySign = new TaskCompletionSource();
        fixture.Service.Keys.BeforeSigning = () => maySign.Task;
        var accepted = await AskAsync(waitMs: 0);

        await SetAsync("token-transfers", enabled: false);
        try
        {
            maySign.SetResult();
            var again = await AskAsync(waitMs: 60_000);
            Assert.Equal("finalized", again.Text("status"));
            Assert.Equal(accepted.Text("transactionId"), again.Text("transactionId"));
        }
        finally
        {
            fixture.Service.Keys.BeforeSigning = null;
            await SetAsync("token-transfers", enabled: true);
        }

        Task<AmqpReply> AskAsync(int waitMs) => fixture.Caller.AskAsync("wallet.transaction.transferToken", new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            mint = Mint,
            recipient,
            amount = "1",
            waitFor = "finalized",
            waitMs,
            requestId,
        });
    }

    [Fact]
    public async Task A_batch_in_tokens_needs_both_features()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await SetAsync("token-transfers", enabled: false);
        try
        {
            var refused = await fixture.Caller.AskAsync("wallet.transaction.transferBatch", new
            {
                userId = wallet.UserId,
                walletId = wallet.WalletId,
                mint = Mint,
                rows = new[] { new { recipient = Some.Address(), amount = "1" } },
                requestId = Some.RequestId(),
            });
            Assert.Equal("token-transfers", refused.Json["error"]!["details"]!["feature"]!.GetValue<string>());
            Assert.True((await fixture.Caller.AskAsync(
                "wallet.transaction.transferBatch", RequestOf("wallet.transaction.transferBatch", wallet))).Success);
        }
        finally
        {
            await SetAsync("token-transfers", enabled: true);
        }
    }

    [Fact]
    public async Task The_list_tells_who_has_set_what_and_why()
    {
        await SetAsync("hedged-reads", enabled: false);

        var flags = (await fixture.Caller.AskAsync("wallet.management.listFlags", new { })).Data["flags"]!.AsArray();

        Assert.Equal(FeatureNames.All.Select(FeatureNames.Of), flags.Select(flag => flag!["feature"]!.GetValue<string>()));
        var hedged = flags.Single(flag => flag!["feature"]!.GetValue<string>() == "hedged-reads")!;
        Assert.False(hedged["enabled"]!.GetValue<bool>());
        Assert.False(hedged["isDefault"]!.GetValue<bool>());
        Assert.Equal("A test", hedged["reason"]!.GetValue<string>());
        Assert.Null(flags.Single(flag => flag!["feature"]!.GetValue<string>() == "anomaly-signals")!["reason"]);
    }

    [Theory]
    [InlineData("""{"feature":"Batches","enabled":true,"reason":"r"}""", "feature")]
    [InlineData("""{"enabled":true,"reason":"r"}""", "feature")]
    [InlineData("""{"feature":"batches","reason":"r"}""", "enabled")]
    [InlineData("""{"feature":"batches","enabled":true}""", "reason")]
    [InlineData("""{"feature":"batches","enabled":true,"reason":" "}""", "reason")]
    [InlineData("""{"feature":"batches","enabled":true,"reason":"a\nb"}""", "reason")]
    public async Task A_change_that_says_too_little_is_refused(string body, string field)
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.setFlag", body);

        Assert.Equal(("VALIDATION_FAILED", field), (reply.Code, reply.Field));
    }

    private async Task SetAsync(string feature, bool enabled)
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.setFlag", new { feature, enabled, reason = "A test" });
        Assert.True(reply.Success, reply.Body);
        Assert.Equal(enabled, reply.Data["enabled"]!.GetValue<bool>());
    }

    private object RequestOf(string route, FundedWallet wallet)
    {
        var requestId = Some.RequestId();
        var (userId, walletId) = (wallet.UserId, wallet.WalletId);
        return route switch
        {
            "wallet.transaction.transferToken" =>
                new { userId, walletId, mint = Mint, recipient = Some.Address(), amount = "1", waitFor = "finalized", requestId },
            "wallet.transaction.transferBatch" =>
                new { userId, walletId, rows = new[] { new { recipient = Some.Address(), amount = "0.1" } }, requestId },
            "wallet.transaction.signMessage" => new { userId, walletId, message = "I am here", requestId },
            _ => new { userId, walletId, transaction = wallet.Transaction(fixture.Service.Ledger), requestId },
        };
    }

    private void FundTokens(FundedWallet wallet)
    {
        var mint = SolanaAddress.Parse(Mint);
        fixture.Service.Ledger.Mints[mint.Value] = FakeLedger.PlainMint();
        fixture.Service.Ledger.FundTokens(SolanaAddress.Parse(wallet.Address), mint, 50_000_000);
    }
}
