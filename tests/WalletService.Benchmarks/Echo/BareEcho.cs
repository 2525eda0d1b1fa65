using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WalletService.Benchmarks.Echo;

/// <summary>The least that a responder can do: read the JSON, write it again, reply, acknowledge. RabbitMQ.Client alone.</summary>
internal static class BareEcho
{
    public static async Task ServeAsync(BrokerAccess broker)
    {
        await using var connection = await broker.ConnectAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(EchoRoutes.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync(EchoRoutes.Bare, durable: true, exclusive: false, autoDelete: false, new Dictionary<string, object?>
        {
            ["x-queue-type"] = "quorum",
            ["x-delivery-limit"] = EchoRoutes.DeliveryLimit,
        });
        await channel.QueueBindAsync(EchoRoutes.Bare, EchoRoutes.Exchange, EchoRoutes.Bare);
        await channel.BasicQosAsync(prefetchSize: 0, EchoRoutes.PrefetchCount, global: false);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, delivery) => ReplyAsync(channel, delivery);
        await channel.BasicConsumeAsync(EchoRoutes.Bare, autoAck: false, consumer);
        await EchoProcess.ReportReadyAndWaitAsync();
    }

    private static async Task ReplyAsync(IChannel channel, BasicDeliverEventArgs delivery)
    {
        var message = JsonSerializer.Deserialize<EchoMessage>(delivery.Body.Span, JsonSerializerOptions.Web);
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            CorrelationId = delivery.BasicProperties.CorrelationId,
        };
        var body = JsonSerializer.SerializeToUtf8Bytes(message, JsonSerializerOptions.Web);
        await channel.BasicPublishAsync(string.Empty, delivery.BasicProperties.ReplyTo!, mandatory: false, properties, body);
        await channel.BasicAckAsync(delivery.DeliveryTag, multiple: false);
    }
}
