using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
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
            [.. received.Where(item => item.Body["walletId"]!.GetValue<string>() == wallet.WalletId)];
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
            Assert.EndsWith($".{item.Body["type"]!.GetValue<string>()}", item.RoutingKey, StringComparison.Ordinal);
            Assert.EndsWith("Z", item.Body["occurredAt"]!.GetValue<string>(), StringComparison.Ordinal);
            Assert.IsType<JsonObject>(item.Body["data"]);
        });
    }
}
