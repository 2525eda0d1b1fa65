using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>Nothing is lost and nothing loops when the service stops, the broker dies, or a request can't be worked on.</summary>
public sealed class InterruptionTests(RabbitMqVirtualHost virtualHost) : IClassFixture<RabbitMqVirtualHost>
{
    private Broker Broker => new(virtualHost.Uri, virtualHost.UserName, virtualHost.Password);

    [Fact]
    public async Task A_stopping_service_answers_callers_who_wait_for_a_transfer()
    {
        await using var service = await RunningService.StartAsync(Broker);
        await using var caller = await AmqpCaller.ConnectAsync(Broker);
        service.Ledger.FinalizesAtOnce = false;
        var wallet = await FundedWallet.CreateAsync(service, caller);
        var reply = caller.AskAsync("wallet.transaction.transferSol", new
        {
            wallet.UserId,
            wallet.WalletId,
            recipient = Some.Address(),
            amount = "1",
            waitFor = "finalized",
            waitMs = 60_000,
        }.Camel());
        var pending = service.Services.GetRequiredService<PendingReplies>();
        await Eventually.BecomesTrueAsync(() => pending.Count == 1);

        await service.StopAsync();
        var answer = await reply;
        Assert.True(answer.Success, answer.Body);
        Assert.NotEqual("finalized", answer.Text("status"));
        Assert.Equal(0, pending.Count);
    }

    [Fact]
    public async Task A_stopping_service_finishes_what_it_has_begun()
    {
        await using var service = await RunningService.StartAsync(Broker);
        await using var caller = await AmqpCaller.ConnectAsync(Broker);
        var wallet = await FundedWallet.CreateAsync(service, caller);
        var begun = new TaskCompletionSource();
        var mayFinish = new TaskCompletionSource();
        service.Keys.BeforeSigning = () =>
        {
            begun.TrySetResult();
            return mayFinish.Task;
        };
        var transaction = wallet.Transaction(service.Ledger);
        var reply = caller.AskAsync("wallet.transaction.sign", new { wallet.UserId, wallet.WalletId, transaction }.Camel());
        await begun.Task;

        var stop = service.StopAsync();
        Assert.False(stop.IsCompleted);
        mayFinish.SetResult();
        Assert.True((await reply).Success);
        await stop;
    }

    [Fact]
    public async Task Requests_that_a_stopped_service_left_are_answered_after_its_restart()
    {
        await using (var first = await RunningService.StartAsync(Broker))
        {
            await first.StopAsync();
        }

        await using var caller = await AmqpCaller.ConnectAsync(Broker);
        var waiting = Enumerable.Range(0, 20).Select(_ => caller.AskAsync("wallet.management.list", new { userId = "u" })).ToArray();
        await using var second = await RunningService.StartAsync(Broker);
        Assert.All(await Task.WhenAll(waiting), reply => Assert.True(reply.Success));
    }

    [Fact]
    public async Task A_request_that_is_never_acknowledged_ends_in_the_dead_letter_queue_with_its_reply_address()
    {
        await using (var service = await RunningService.StartAsync(Broker))
        {
            await service.StopAsync();
        }

        await using var caller = await AmqpCaller.ConnectAsync(Broker, namedQueue: true);
        var properties = new BasicProperties { ReplyTo = caller.ReplyTo, CorrelationId = "poison" };
        await caller.Channel.BasicPublishAsync("wallet", "wallet.balance.get", mandatory: false, properties, "{}"u8.ToArray());

        // What a process that dies over the request again and again looks like to the broker.
        var deliveries = 0;
        await Eventually.BecomesTrueAsync(async () =>
        {
            if (await caller.Channel.BasicGetAsync("wallet.balance", autoAck: false) is { } poison)
            {
                deliveries++;
                await caller.Channel.BasicNackAsync(poison.DeliveryTag, multiple: false, requeue: true);
            }

            return await caller.Channel.MessageCountAsync("wallet.dead-letter") == 1;
        });
        Assert.Equal(21, deliveries);
        var dead = await caller.Channel.BasicGetAsync("wallet.dead-letter", autoAck: true);
        Assert.Equal(caller.ReplyTo, dead!.BasicProperties.ReplyTo);
        Assert.Equal("poison", dead.BasicProperties.CorrelationId);
        var death = (IDictionary<string, object?>)((IList<object?>)dead.BasicProperties.Headers!["x-death"]!)[0]!;
        Assert.Equal("delivery_limit", Encoding.UTF8.GetString((byte[])death["reason"]!));
    }

    [Fact]
    public async Task Every_request_takes_effect_once_when_the_broker_is_killed_and_the_caller_asks_again()
    {
        const int Wallets = 40;
        await using var server = await RabbitMqServer.StartAsync();
        var broker = new Broker(server.UriTo(await server.CreateVirtualHostAsync()), RabbitMqServer.UserName, server.Password);
        await using var service = await RunningService.StartAsync(broker);
        var userId = Some.User();
        var answered = new Dictionary<string, string>(StringComparer.Ordinal);
        await using (var caller = await AmqpCaller.ConnectAsync(broker))
        {
            await Eventually.BecomesTrueAsync(async () =>
            {
                await AskForMissingAsync(caller, userId, answered, Wallets / 2);
                return answered.Count == Wallets / 2;
            });
            var inFlight = AskForMissingAsync(caller, userId, answered, Wallets);
            await server.KillAsync();
            await inFlight;
        }

        Assert.False((await service.Probe.ProbeAsync(default)).Healthy && answered.Count < Wallets / 2);
        await server.StartAgainAsync();
        await Eventually.BecomesTrueAsync(async () => (await service.Probe.ProbeAsync(default)).Healthy, TimeSpan.FromSeconds(60));
        await using var again = await AmqpCaller.ConnectAsync(broker);
        await AskForMissingAsync(again, userId, answered, Wallets);
        Assert.Equal(Wallets, answered.Count);
        Assert.Equal(Wallets, answered.Values.Distinct(StringComparer.Ordinal).Count());
        var list = await again.AskAsync("wallet.management.list", new { userId, limit = 200 });
        Assert.Equal(Wallets, list.Data["wallets"]!.AsArray().Count);
    }

    /// <summary>Asks for each wallet that has no answer yet, always under the same request id; keeps what is answered.</summary>
    private static async Task AskForMissingAsync(AmqpCaller caller, string userId, Dictionary<string, string> answered, int upTo)
    {
        for (var index = 0; index < upTo; index++)
        {
            var requestId = string.Create(CultureInfo.InvariantCulture, $"wallet-{index}");
            if (answered.ContainsKey(requestId))
            {
                continue;
            }

            try
            {
                var reply = await caller.AskAsync("wallet.management.create", new { userId, label = requestId, requestId })
                    .WaitAsync(TimeSpan.FromSeconds(15));
                Assert.True(reply.Success, reply.Body);
                answered[requestId] = reply.Text("walletId");
            }
            catch (Exception exception) when (exception is TimeoutException or AlreadyClosedException or OperationInterruptedException)
            {
                return;
            }
        }
    }
}
