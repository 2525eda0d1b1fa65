using MassTransit;
using RabbitMQ.Client;

namespace WalletService.Benchmarks.Echo;

/// <summary>The least that a MassTransit consumer can do, with MassTransit's own raw JSON in both directions.</summary>
internal static class MassTransitEcho
{
    public static async Task ServeAsync(BrokerAccess broker)
    {
        var bus = Bus.Factory.CreateUsingRabbitMq(configurator =>
        {
            configurator.Host(broker.Uri, host =>
            {
                host.Username(broker.UserName);
                host.Password(broker.Password);
            });
            configurator.ReceiveEndpoint(EchoRoutes.MassTransit, Configure);
        });
        await bus.StartAsync();
        await EchoProcess.ReportReadyAndWaitAsync();
        await bus.StopAsync();
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = EchoRoutes.PrefetchCount;
        endpoint.ConcurrentMessageLimit = EchoRoutes.ConcurrentMessageLimit;
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", EchoRoutes.DeliveryLimit);
        endpoint.Bind(EchoRoutes.Exchange, binding =>
        {
            binding.ExchangeType = ExchangeType.Topic;
            binding.RoutingKey = EchoRoutes.MassTransit;
        });
        endpoint.ClearSerialization();
        endpoint.UseRawJsonSerializer();
        endpoint.Consumer<Consumer>();
    }

    private sealed class Consumer : IConsumer<EchoMessage>
    {
        public Task Consume(ConsumeContext<EchoMessage> context)
        {
            var correlationId = context.ReceiveContext.GetPayload<RabbitMqBasicConsumeContext>().Properties.CorrelationId;
            return context.RespondAsync(context.Message, reply =>
            {
                var amqp = reply.GetPayload<RabbitMqSendContext>();
                amqp.BasicProperties.CorrelationId = correlationId;
                amqp.Durable = false;

                // As in the service: waiting for the broker's confirmation of a reply costs a third of the throughput.
                amqp.AwaitAck = false;
            });
        }
    }
}
