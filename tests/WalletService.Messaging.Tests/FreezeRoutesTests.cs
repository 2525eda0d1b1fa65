using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>Freezing, over the broker.</summary>
public sealed class FreezeRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task A_frozen_user_pays_nothing_until_the_freeze_is_lifted()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        var freeze = new { scope = "user", subject = wallet.UserId, reason = "Chargebacks" };
        var payment = new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            recipient = Some.Address(),
            amount = "0.1",
            waitFor = "finalized",
            requestId = Some.RequestId(),
        };

        Assert.True((await fixture.Caller.AskAsync("wallet.management.freezeScope", freeze)).Success);
        var refused = await fixture.Caller.AskAsync("wallet.transaction.transferSol", payment);
        var unsigned = await fixture.Caller.AskAsync("wallet.transaction.sign", new
        {
            userId = wallet.UserId,
            walletId = wallet.WalletId,
            transaction = wallet.Transaction(fixture.Service.Ledger),
        });
        Assert.Equal(("WALLET_FROZEN", "WALLET_FROZEN"), (refused.Code, unsigned.Code));
        Assert.Equal("user", refused.Json["error"]!["details"]!["scope"]!.GetValue<string>());

        Assert.True((await fixture.Caller.AskAsync("wallet.management.unfreezeScope", freeze)).Success);
        var paid = await fixture.Caller.AskAsync("wallet.transaction.transferSol", payment);
        Assert.Equal("finalized", paid.Text("status"));
    }

    [Theory]
    [InlineData("""{"scope":"planet","reason":"r"}""", "scope")]
    [InlineData("""{"scope":"Everything","reason":"r"}""", "scope")]
    [InlineData("""{"scope":"everything","subject":"x","reason":"r"}""", "subject")]
    [InlineData("""{"scope":"user","reason":"r"}""", "subject")]
    [InlineData("""{"scope":"mint","subject":"0OIl","reason":"r"}""", "subject")]
    [InlineData("""{"scope":"wallet","subject":"17","reason":"r"}""", "subject")]
    [InlineData("""{"scope":"caller","subject":"a b","reason":"r"}""", "subject")]
    [InlineData("""{"scope":"user","subject":"u","reason":" "}""", "reason")]
    [InlineData("""{"scope":"user","subject":"u"}""", "reason")]
    public async Task A_freeze_that_says_too_little_or_too_much_is_refused(string body, string field)
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.freezeScope", body);

        Assert.Equal("VALIDATION_FAILED", reply.Code);
        Assert.Equal(field, reply.Json["error"]!["details"]!["field"]!.GetValue<string>());
        Assert.False((await fixture.Caller.AskAsync("wallet.management.unfreezeScope", body)).Success);
    }
}
