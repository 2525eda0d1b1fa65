using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>When and how often a transfer is answered, and what its reply holds.</summary>
public sealed class TransferRepliesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>, IAsyncLifetime
{
    private FundedWallet wallet = new(string.Empty, string.Empty, string.Empty);

    public async Task InitializeAsync()
    {
        fixture.Service.Ledger.FinalizesAtOnce = true;
        fixture.Service.Ledger.OnSend = null;
        wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Replies_with_the_receipt_of_a_finalized_transfer()
    {
        var reply = await AskAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, waitFor = "finalized" });
        Assert.True(reply.Success, reply.Body);
        Assert.Equal("finalized", reply.Text("status"));
        Assert.Equal("finalized", reply.Text("confirmation"));
        Assert.Equal("5000", reply.Text("feeLamports"));
        Assert.Equal("10000000000", reply.Data["balances"]!["sourceBefore"]!.GetValue<string>());
        Assert.Equal("8999995000", reply.Data["balances"]!["sourceAfter"]!.GetValue<string>());
        Assert.Equal("1000000000", reply.Data["balances"]!["recipientAfter"]!.GetValue<string>());
        Assert.NotNull(reply.Data["times"]!["submittedAt"]);
        Assert.Null(reply.Data["error"]);
    }

    [Fact]
    public async Task Replies_with_the_state_so_far_when_the_caller_would_not_wait_longer()
    {
        fixture.Service.Ledger.FinalizesAtOnce = false;
        var reply = await AskAsync(
            new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = 1, waitFor = "finalized", waitMs = 300 });
        Assert.True(reply.Success, reply.Body);
        Assert.NotEqual("finalized", reply.Text("status"));
        Assert.Null(reply.Data["confirmation"]);
    }

    [Fact]
    public async Task Waiting_transfers_hold_no_place_in_the_queue()
    {
        fixture.Service.Ledger.FinalizesAtOnce = false;
        var pending = fixture.Service.Services.GetRequiredService<PendingReplies>();
        var waiting = Enumerable.Range(0, 40).Select(_ => AskAsync(
            new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "0.01", waitFor = "confirmed", waitMs = 60_000 })).ToArray();

        // More than twice the number of requests that are worked on at the same time.
        await Eventually.BecomesTrueAsync(() => pending.Count == waiting.Length);
        Assert.Equal(0u, await fixture.Caller.Channel.MessageCountAsync("wallet.transaction"));
        var signed = await fixture.Caller.AskAsync("wallet.transaction.sign", new
        {
            wallet.UserId,
            wallet.WalletId,
            transaction = wallet.Transaction(fixture.Service.Ledger),
        }.Camel());
        Assert.True(signed.Success, signed.Body);
        Assert.All(waiting, task => Assert.False(task.IsCompleted));

        await Eventually.BecomesTrueAsync(() => fixture.Service.Ledger.Sends.Select(send => send.Signature).Distinct().Count() >= waiting.Length);
        fixture.Service.Ledger.OnSend = attempt =>
        {
            fixture.Service.Ledger.Execute(attempt);
            fixture.Service.Ledger.Advance(1);
            return null;
        };
        var replies = await Task.WhenAll(waiting);
        Assert.All(replies, reply => Assert.Contains(reply.Text("status"), new[] { "confirmed", "finalized" }));
        Assert.Equal(waiting.Length, replies.Select(reply => reply.Text("transactionId")).Distinct().Count());
        await Eventually.BecomesTrueAsync(() => pending.Count == 0);
    }

    [Fact]
    public async Task The_same_request_id_pays_once_and_gives_the_same_transfer()
    {
        var recipient = Some.Address();
        var request = new { wallet.UserId, wallet.WalletId, recipient, amount = "0.5", requestId = Some.RequestId() };
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(request)));
        Assert.Single(replies.Select(reply => reply.Text("transactionId")).Distinct());
        Assert.Equal(500_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));

        var other = await AskAsync(new { wallet.UserId, wallet.WalletId, recipient, amount = "0.6", request.requestId });
        Assert.Equal("IDEMPOTENCY_CONFLICT", other.Code);
        Assert.Equal(500_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_redelivered_message_without_request_id_pays_once(bool hasMessageId)
    {
        var recipient = Some.Address();
        var correlationId = Some.RequestId();
        var messageId = hasMessageId ? Some.RequestId() : null;
        var request = new { wallet.UserId, wallet.WalletId, recipient, amount = "0.5" };
        var ids = new List<string>();
        for (var delivery = 0; delivery < 2; delivery++)
        {
            var reply = await fixture.Caller.AskAsync("wallet.transaction.transferSol", request.Camel(), properties =>
            {
                properties.CorrelationId = correlationId;
                properties.MessageId = messageId;
            });
            ids.Add(reply.Text("transactionId"));
        }

        Assert.Single(ids.Distinct());
        var another = await AskAsync(request);
        Assert.NotEqual(ids[0], another.Text("transactionId"));
        Assert.Equal(1_000_000_000UL, fixture.Service.Ledger.BalanceOf(SolanaAddress.Parse(recipient)));
    }

    [Fact]
    public async Task Refuses_what_the_wallet_cannot_pay_with_the_numbers_and_the_transfers_id()
    {
        var reply = await AskAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "11" });
        Assert.Equal("INSUFFICIENT_FUNDS", reply.Code);
        var details = reply.Json["error"]!["details"]!;
        Assert.Equal("10000000000", details["availableLamports"]!.GetValue<string>());
        Assert.Equal("rejected", details["status"]!.GetValue<string>());
        Assert.True(Guid.TryParse(details["transactionId"]!.GetValue<string>(), out _));
        Assert.Null(details["signature"]);
    }

    [Fact]
    public async Task Says_what_the_vault_refused()
    {
        fixture.Service.Keys.Failure = new KeyUnusableException("disabled", "the key version is disabled");
        try
        {
            var reply = await AskAsync(new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "1" });
            Assert.Equal("SIGNING_FAILED", reply.Code);
        }
        finally
        {
            fixture.Service.Keys.Failure = null;
        }
    }

    private Task<AmqpReply> AskAsync(object request) =>
        fixture.Caller.AskAsync("wallet.transaction.transferSol", request.Camel());
}
