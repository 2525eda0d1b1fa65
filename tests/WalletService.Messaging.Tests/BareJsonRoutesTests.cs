using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;
using WalletService.Solana;

namespace WalletService.Messaging.Tests;

/// <summary>The routes as any AMQP client sees them.</summary>
public sealed class BareJsonRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answers_by_direct_reply_to_and_on_a_named_queue(bool namedQueue)
    {
        await using var caller = await AmqpCaller.ConnectAsync(fixture.Broker, namedQueue);
        var userId = Some.User();
        var created = await caller.AskAsync("wallet.management.create", new { userId, label = "First" });
        Assert.True(created.Success, created.Body);
        var walletId = created.Text("walletId");
        var address = created.Text("address");
        Assert.Equal("application/json", created.ContentType);
        Assert.DoesNotContain(created.Headers, header => header.StartsWith("MT-", StringComparison.Ordinal));
        Assert.True(created.Data["isActive"]!.GetValue<bool>());

        var second = await caller.AskAsync("wallet.management.create", new { userId, label = "Second" });
        var list = await caller.AskAsync("wallet.management.list", new { userId });
        Assert.Equal(2, list.Data["wallets"]!.AsArray().Count);

        var activated = await caller.AskAsync("wallet.management.setActive", new { userId, walletId = second.Text("walletId") });
        Assert.True(activated.Data["isActive"]!.GetValue<bool>());
        var got = await caller.AskAsync("wallet.management.get", new { userId, walletId });
        Assert.False(got.Data["isActive"]!.GetValue<bool>());

        fixture.Service.Ledger.Fund(SolanaAddress.Parse(address), 2_000_000_000);
        var balance = await caller.AskAsync("wallet.balance.get", new { userId, walletId });
        Assert.Equal("2000000000", balance.Text("lamports"));
        Assert.Equal("2", balance.Text("sol"));
        var tokens = await caller.AskAsync("wallet.balance.getTokens", new { userId, walletId });
        Assert.Empty(tokens.Data["tokens"]!.AsArray());

        var recipient = Some.Address();
        var transfer = await caller.AskAsync(
            "wallet.transaction.transferSol", new { userId, walletId, recipient, amount = "0.25", waitFor = "finalized" });
        Assert.True(transfer.Success, transfer.Body);
        Assert.Equal("finalized", transfer.Text("status"));
        Assert.Equal("250000000", transfer.Text("lamports"));
        Assert.Equal(250_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));

        var unsigned = new FundedWallet(userId, walletId, address).Transaction(fixture.Service.Ledger);
        var signed = await caller.AskAsync(
            "wallet.transaction.sign", new { userId, walletId, transaction = unsigned });
        Assert.True(signed.Data["complete"]!.GetValue<bool>());
        var wire = Convert.FromBase64String(signed.Text("transaction"));
        Assert.True(Ed25519.Verify(SolanaAddress.Parse(address).Bytes.Span, wire.AsSpan(64), wire.AsSpan(0, 64)));
    }

    [Fact]
    public async Task Gives_the_correlation_id_back_word_for_word()
    {
        var correlationId = "Ä weird / id; not a UUID, " + new string('x', 150);
        var reply = await fixture.Caller.AskAsync(
            "wallet.management.list", new { userId = "u" }, properties => properties.CorrelationId = correlationId);
        Assert.Equal(correlationId, reply.CorrelationId);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("completely; garbage==")]
    [InlineData("application/json; charset=utf-8")]
    public async Task Answers_whatever_the_content_type_says(string? contentType)
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.list", new { userId = "u" }, properties =>
        {
            properties.ClearContentType();
            if (contentType is not null)
            {
                properties.ContentType = contentType;
            }
        });
        Assert.True(reply.Success, reply.Body);
    }

    [Fact]
    public async Task Answers_for_somebody_elses_wallet_as_for_a_missing_one()
    {
        var created = await fixture.Caller.AskAsync("wallet.management.create", new { userId = Some.User(), label = "Mine" });
        var walletId = created.Text("walletId");
        var stranger = Some.User();
        string[] routes = ["wallet.management.get", "wallet.management.setActive", "wallet.balance.get", "wallet.balance.getTokens"];
        foreach (var route in routes)
        {
            var foreign = await fixture.Caller.AskAsync(route, new { userId = stranger, walletId });
            var missing = await fixture.Caller.AskAsync(route, new { userId = stranger, walletId = Guid.CreateVersion7() });
            Assert.Equal("WALLET_NOT_FOUND", foreign.Code);
            Assert.Equal(missing.Body, foreign.Body);
        }
    }

    [Fact]
    public async Task Pages_through_wallets_with_the_cursor()
    {
        var userId = Some.User();
        for (var index = 0; index < 5; index++)
        {
            await fixture.Caller.AskAsync("wallet.management.create", new { userId, label = $"Wallet {index}" });
        }

        var labels = new List<string>();
        string? cursor = null;
        do
        {
            var page = await fixture.Caller.AskAsync("wallet.management.list", new { userId, limit = 2, cursor });
            labels.AddRange(page.Data["wallets"]!.AsArray().Select(wallet => wallet!["label"]!.GetValue<string>()));
            cursor = page.Data["nextCursor"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(["Wallet 0", "Wallet 1", "Wallet 2", "Wallet 3", "Wallet 4"], labels);
    }
}
