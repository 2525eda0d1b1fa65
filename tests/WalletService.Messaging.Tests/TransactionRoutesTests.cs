using WalletService.Domain.Values;
using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>Reading, listing, cancelling, sending and simulating transactions, as any AMQP client sees it.</summary>
public sealed class TransactionRoutesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>, IAsyncLifetime
{
    private FundedWallet wallet = new(string.Empty, string.Empty, string.Empty);

    public async Task InitializeAsync()
    {
        fixture.Service.Ledger.FinalizesAtOnce = true;
        fixture.Service.Ledger.OnSend = null;
        fixture.Service.Keys.BeforeSigning = null;
        wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_transaction_is_found_by_its_id_and_by_its_request()
    {
        var recipient = Some.Address();
        var paid = await PayAsync(new { wallet.UserId, wallet.WalletId, recipient, amount = "1.5", memo = "rent", waitFor = "finalized", requestId = "r-1" });
        var byId = await AskAsync("get", new { wallet.UserId, transactionId = paid.Text("transactionId") });
        var byRequest = await AskAsync("get", new { wallet.UserId, requestId = "r-1" });

        Assert.Equal(byId.Body, byRequest.Body);
        Assert.Equal(
            ("transferSol", "finalized", recipient, "1500000000", "5000", "rent", "r-1"),
            (byId.Text("kind"), byId.Text("status"), byId.Text("recipient"), byId.Text("lamports"), byId.Text("feeLamports"), byId.Text("memo"),
                byId.Text("requestId")));
        var attempt = Assert.Single(byId.Data["attempts"]!.AsArray())!;
        Assert.Equal(paid.Text("signature"), attempt["signature"]!.GetValue<string>());
        Assert.Equal("landed", attempt["outcome"]!.GetValue<string>());
        var receipt = byId.Data["receipt"]!;
        Assert.Equal(paid.Text("signature"), receipt["signature"]!.GetValue<string>());
        Assert.Equal(wallet.Address, receipt["address"]!.GetValue<string>());
        Assert.Equal("8499995000", receipt["balances"]!["sourceAfter"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_failed_transaction_is_read_with_its_error_and_has_a_receipt()
    {
        fixture.Service.Ledger.OnSend = attempt =>
        {
            fixture.Service.Ledger.Drain(SolanaAddress.Parse(wallet.Address), 5_000);
            return null;
        };
        var failed = await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, waitFor = "finalized", requestId = "f" });
        Assert.Equal("TRANSACTION_FAILED", failed.Code);

        var got = await AskAsync("get", new { wallet.UserId, requestId = "f" });
        Assert.True(got.Success, got.Body);
        Assert.Equal("failed", got.Text("status"));
        Assert.Equal("TRANSACTION_FAILED", got.Data["error"]!["code"]!.GetValue<string>());
        Assert.Equal("Transfer: insufficient lamports", got.Data["error"]!["details"]!["chainLogs"]!.GetValue<string>());
        Assert.Contains("InstructionError", got.Data["receipt"]!["chainError"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null(got.Data["confirmation"]);
    }

    [Fact]
    public async Task Somebody_elses_transaction_is_answered_as_a_missing_one()
    {
        var paid = await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, requestId = "mine" });
        var transactionId = paid.Text("transactionId");
        var userId = Some.User();
        foreach (var route in (string[])["get", "cancel"])
        {
            var foreign = await AskAsync(route, new { userId, transactionId });
            var missing = await AskAsync(route, new { userId, transactionId = Guid.CreateVersion7() });
            Assert.Equal("TRANSACTION_NOT_FOUND", foreign.Code);
            Assert.Equal(missing.Body, foreign.Body);
        }

        Assert.Equal("TRANSACTION_NOT_FOUND", (await AskAsync("get", new { userId, requestId = "mine" })).Code);
        var list = await AskAsync("list", new { userId, wallet.WalletId });
        Assert.Empty(list.Data["transactions"]!.AsArray());
    }

    [Fact]
    public async Task Lists_newest_first_by_page_and_filter()
    {
        var other = await fixture.Caller.AskAsync("wallet.management.create", new { userId = wallet.UserId, label = "Other" });
        for (var index = 0; index < 5; index++)
        {
            await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "0.1", waitFor = "finalized", requestId = $"p{index}" });
        }

        await PayAsync(new { wallet.UserId, walletId = other.Text("walletId"), recipient = Some.Address(), amount = "0.1", requestId = "poor" });

        Assert.Equal(["poor", "p4", "p3", "p2", "p1", "p0"], await AllAsync(new { wallet.UserId, limit = 4 }));
        Assert.Equal(["p4", "p3", "p2", "p1", "p0"], await AllAsync(new { wallet.UserId, wallet.WalletId, limit = 2 }));
        Assert.Equal(["poor"], await AllAsync(new { wallet.UserId, status = "rejected" }));
        Assert.Equal(6, (await AllAsync(new { wallet.UserId, status = new[] { "rejected", "finalized" } })).Count);
        Assert.Empty(await AllAsync(new { wallet.UserId, status = "expired" }));

        var page = await AskAsync("list", new { wallet.UserId });
        var middle = page.Data["transactions"]![3]!["times"]!["receivedAt"]!.GetValue<string>();
        Assert.Equal(["poor", "p4", "p3", "p2"], await AllAsync(new { wallet.UserId, from = middle }));
        Assert.Equal(["p1", "p0"], await AllAsync(new { wallet.UserId, before = middle }));
        Assert.Null(page.Data["transactions"]![3]!["attempts"]);
        Assert.Null(page.Data["transactions"]![3]!["receipt"]);
    }

    [Fact]
    public async Task A_transaction_that_waits_for_its_signature_is_cancelled_and_never_sent()
    {
        var begun = new TaskCompletionSource();
        var mayFinish = new TaskCompletionSource();
        fixture.Service.Keys.BeforeSigning = () =>
        {
            begun.TrySetResult();
            return mayFinish.Task;
        };
        var recipient = Some.Address();
        var waiting = PayAsync(new { wallet.UserId, wallet.WalletId, recipient, amount = 1, requestId = "c", waitFor = "finalized", waitMs = 60_000 });
        await begun.Task;
        var transactionId = (await AskAsync("get", new { wallet.UserId, requestId = "c" })).Text("transactionId");

        var cancelled = await AskAsync("cancel", new { wallet.UserId, transactionId });
        Assert.True(cancelled.Success, cancelled.Body);
        Assert.Equal("cancelled", cancelled.Text("status"));
        Assert.Equal("TRANSACTION_CANCELLED", (await waiting).Code);
        mayFinish.SetResult();

        // Another payment passes through the same tracker after the late signature.
        fixture.Service.Keys.BeforeSigning = null;
        await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, waitFor = "finalized", requestId = "next" });
        Assert.Equal(cancelled.Body, (await AskAsync("cancel", new { wallet.UserId, transactionId })).Body);
        Assert.Equal(0UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));
        var balance = await fixture.Caller.AskAsync("wallet.balance.get", new { wallet.UserId, wallet.WalletId }.Camel());
        Assert.Equal("0", balance.Text("reservedLamports"));
    }

    [Fact]
    public async Task What_was_signed_is_not_cancelled()
    {
        var paid = await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, waitFor = "finalized", requestId = "done" });
        var refused = await AskAsync("cancel", new { wallet.UserId, transactionId = paid.Text("transactionId") });
        Assert.Equal("TRANSACTION_NOT_CANCELLABLE", refused.Code);
        Assert.Equal("finalized", refused.Json["error"]!["details"]!["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_callers_transaction_is_sent_once_however_often_it_is_asked()
    {
        var recipient = Some.Address();
        var transaction = wallet.Transaction(fixture.Service.Ledger, 2_000_000, recipient);
        var request = new { wallet.UserId, wallet.WalletId, transaction, waitFor = "finalized", requestId = "s" };
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync("send", request)));
        Assert.All(replies, reply => Assert.Equal(replies[0].Text("transactionId"), reply.Text("transactionId")));
        Assert.Equal(2_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));

        var other = wallet.Transaction(fixture.Service.Ledger, 3_000_000);
        var conflict = await AskAsync("send", new { wallet.UserId, wallet.WalletId, transaction = other, requestId = "s" });
        Assert.Equal("IDEMPOTENCY_CONFLICT", conflict.Code);
        var got = await AskAsync("get", new { wallet.UserId, requestId = "s" });
        Assert.Equal(("send", "2000000"), (got.Text("kind"), got.Text("lamports")));
        Assert.Null(got.Data["recipient"]);
        Assert.Null(got.Data["receipt"]!["lamports"]);
    }

    [Fact]
    public async Task Send_waits_no_longer_than_asked()
    {
        fixture.Service.Ledger.FinalizesAtOnce = false;
        var transaction = wallet.Transaction(fixture.Service.Ledger);
        var early = await AskAsync("send", new { wallet.UserId, wallet.WalletId, transaction, waitFor = "finalized", waitMs = 0, requestId = "w" });
        Assert.NotEqual("finalized", early.Text("status"));

        var waiting = AskAsync("send", new { wallet.UserId, wallet.WalletId, transaction, waitFor = "confirmed", waitMs = 60_000, requestId = "w" });
        fixture.Service.Ledger.OnSend = attempt =>
        {
            fixture.Service.Ledger.Execute(attempt);
            fixture.Service.Ledger.Advance(1);
            return null;
        };
        Assert.Equal("confirmed", (await waiting).Text("status"));
    }

    [Fact]
    public async Task Simulation_moves_nothing_and_says_why_it_would_fail()
    {
        var recipient = Some.Address();
        var before = fixture.Service.Keys.SignCalls;
        var good = await AskAsync(
            "simulate", new { wallet.UserId, wallet.WalletId, transaction = wallet.Transaction(fixture.Service.Ledger, 7, recipient) });
        Assert.Equal(("10000000000", "9999994993", "5000"), (good.Text("walletBeforeLamports"), good.Text("walletAfterLamports"), good.Text("feeLamports")));
        Assert.Null(good.Data["error"]);
        var bad = await AskAsync(
            "simulate", new { wallet.UserId, wallet.WalletId, transaction = wallet.Transaction(fixture.Service.Ledger, 99_000_000_000) });
        Assert.True(bad.Success, bad.Body);
        Assert.Contains("InstructionError", bad.Text("error"), StringComparison.Ordinal);
        Assert.Equal(bad.Text("walletBeforeLamports"), bad.Text("walletAfterLamports"));
        Assert.Equal(0UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));
        Assert.Equal(before, fixture.Service.Keys.SignCalls);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(86_400_001)]
    public async Task A_validity_out_of_range_is_refused(int validForMs)
    {
        var refused = await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, validForMs });
        Assert.Equal(("VALIDATION_FAILED", "validForMs"), (refused.Code, refused.Field));
    }

    [Fact]
    public async Task A_transfer_is_signed_within_the_validity_that_its_request_gives()
    {
        await PayAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, validForMs = 3_600_000, requestId = "v" });
        var got = await AskAsync("get", new { wallet.UserId, requestId = "v" });
        var received = got.Data["times"]!["receivedAt"]!.GetValue<DateTimeOffset>();
        Assert.Equal(received.AddHours(1), got.Data["signableUntil"]!.GetValue<DateTimeOffset>());
    }

    private Task<AmqpReply> PayAsync(object request) => AskAsync("transferSol", request);

    private Task<AmqpReply> AskAsync(string route, object request) => fixture.Caller.AskAsync($"wallet.transaction.{route}", request.Camel());

    /// <summary>The request ids of all pages.</summary>
    private async Task<List<string>> AllAsync(object request)
    {
        var ids = new List<string>();
        var json = System.Text.Json.Nodes.JsonNode.Parse(request.Camel())!;
        do
        {
            var page = await fixture.Caller.AskAsync("wallet.transaction.list", json.ToJsonString());
            Assert.True(page.Success, page.Body);
            ids.AddRange(page.Data["transactions"]!.AsArray().Select(transaction => transaction!["requestId"]!.GetValue<string>()));
            json["cursor"] = page.Data["nextCursor"]?.GetValue<string>();
        }
        while (json["cursor"] is not null);
        return ids;
    }
}
