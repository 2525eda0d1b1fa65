using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>What subscribers of the events exchange get.</summary>
public sealed class EventsTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task Publishes_each_wallets_events_in_order_as_bare_json()
    {
        var received = new ConcurrentQueue<(string RoutingKey, string? MessageId, JsonNode Body)>();
        var channel = fixture.Caller.Channel;
        await channel.ExchangeDeclareAsync("wallet.events", "topic", durable: true);
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(queue, "wallet.events", "#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            var body = JsonNode.Parse(Encoding.UTF8.GetString(delivery.Body.Span))!;
            received.Enqueue((delivery.RoutingKey, delivery.BasicProperties.MessageId, body));
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, consumer);

        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await fixture.Caller.AskAsync(
            "wallet.transaction.transferSol",
            new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "1", waitFor = "finalized" }.Camel());

        (string RoutingKey, string? MessageId, JsonNode Body)[] Mine() =>
            [.. received.Where(item => item.Body["walletId"]?.GetValue<string>() == wallet.WalletId)];
        await Eventually.BecomesTrueAsync(() => Mine().Any(item => item.RoutingKey == "transaction-events.finalized"));
        var events = Mine();
        Assert.Equal("wallet-events.created", events[0].RoutingKey);
        Assert.Equal(
            Enumerable.Range(1, events.Length).Select(number => (long)number),
            events.Select(item => item.Body["sequence"]!.GetValue<long>()));
        Assert.All(events, item =>
        {
            Assert.Equal(item.MessageId, item.Body["eventId"]!.GetValue<string>());
            Assert.Equal(wallet.UserId, item.Body["userId"]!.GetValue<string>());
            Assert.Equal(1, item.Body["version"]!.GetValue<int>());
            Assert.Equal($"{item.Body["topic"]!.GetValue<string>()}.{item.Body["type"]!.GetValue<string>()}", item.RoutingKey);
            Assert.EndsWith("Z", item.Body["occurredAt"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.IsType<JsonObject>(item.Body["data"]);
        });
    }

    [Fact]
    public async Task Replays_a_wallets_events_as_they_were_published_page_by_page()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        await fixture.Caller.AskAsync(
            "wallet.transaction.transferSol",
            new { wallet.UserId, wallet.WalletId, recipient = Some.Address(), amount = "1", waitFor = "finalized" }.Camel());
        var stored = fixture.Service.Services.GetRequiredService<EmbeddedDatabase>().ReadEvents(WalletId.From(Guid.Parse(wallet.WalletId)));

        var first = await ReplayAsync(new { wallet.UserId, wallet.WalletId, fromSequence = 2, limit = 2 });
        var rest = await ReplayAsync(new { wallet.UserId, wallet.WalletId, fromSequence = first.Data["nextSequence"]!.GetValue<long>() });

        var replayed = first.Data["events"]!.AsArray().Concat(rest.Data["events"]!.AsArray()).ToArray();
        Assert.Equal(2, first.Data["events"]!.AsArray().Count);
        Assert.Null(rest.Data["nextSequence"]);
        Assert.Equal(
            stored.Skip(1).Select(item => (item.EventId.ToString(), item.Topic, item.Type, item.Sequence!.Value)),
            replayed.Select(item => (
                item!["eventId"]!.GetValue<string>(),
                item["topic"]!.GetValue<string>(),
                item["type"]!.GetValue<string>(),
                item["sequence"]!.GetValue<long>())));
        Assert.All(stored.Skip(1).Zip(replayed), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.First.Data), pair.Second!["data"])));
    }

    [Fact]
    public async Task Replays_no_other_users_events()
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);

        Assert.Equal("WALLET_NOT_FOUND", (await ReplayAsync(new { userId = Some.User(), wallet.WalletId })).Code);
        Assert.Empty((await ReplayAsync(new { wallet.UserId, wallet.WalletId, fromSequence = 1_000 })).Data["events"]!.AsArray());
    }

    private Task<AmqpReply> ReplayAsync(object request) => fixture.Caller.AskAsync("wallet.management.replayEvents", request.Camel());
}
