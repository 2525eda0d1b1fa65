using MassTransit;
using WalletService.Contracts;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Topology;

/// <summary>Declares the exchanges and queues of the service and puts the one consumer on them.</summary>
internal static class RequestEndpoints
{
    /// <summary>Dead letters are kept this long for an operator to look at.</summary>
    private static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(7);

    public static void ConfigureRabbitMq(
        IRabbitMqBusFactoryConfigurator bus, Func<RequestConsumer> consumer, MessagingOptions messaging, RabbitMqOptions rabbitMq)
    {
        foreach (var family in QueueNames.Families)
        {
            bus.ReceiveEndpoint(family, endpoint =>
            {
                Configure(endpoint, rabbitMq);
                endpoint.Bind(Routes.Exchange, binding =>
                {
                    binding.ExchangeType = "topic";
                    binding.Durable = true;
                    binding.AutoDelete = false;
                    binding.RoutingKey = $"{family}.#";
                    binding.SetExchangeArgument("alternate-exchange", QueueNames.UnknownRoute);
                });
                Consume(endpoint, consumer, messaging);
            });
        }

        bus.ReceiveEndpoint(QueueNames.UnknownRoute, endpoint =>
        {
            Configure(endpoint, rabbitMq);
            Consume(endpoint, consumer, messaging);
        });
    }

    public static void ConfigureInMemory(IInMemoryBusFactoryConfigurator bus, Func<RequestConsumer> consumer, MessagingOptions messaging)
    {
        foreach (var family in QueueNames.Families)
        {
            bus.ReceiveEndpoint(family, endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                endpoint.Bind(Routes.Exchange, MassTransit.Transports.Fabric.ExchangeType.Topic, $"{family}.#");
                Consume(endpoint, consumer, messaging);
            });
        }
    }

    private static void Configure(IRabbitMqReceiveEndpointConfigurator endpoint, RabbitMqOptions rabbitMq)
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = rabbitMq.PrefetchCount;
        endpoint.ConcurrentMessageLimit = rabbitMq.ConcurrentMessageLimit;
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", rabbitMq.DeliveryLimit);
        endpoint.BindDeadLetterQueue(QueueNames.DeadLetter, QueueNames.DeadLetter, queue =>
        {
            queue.SetQueueArgument("x-queue-type", "quorum");
            queue.SetQueueArgument("x-message-ttl", (long)DeadLetterRetention.TotalMilliseconds);
        });

        // A failure that reaches the transport is the service's own: the broker gets the request back, counts, and in the end puts it aside.
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
    }

    private static void Consume(IReceiveEndpointConfigurator endpoint, Func<RequestConsumer> consumer, MessagingOptions messaging)
    {
        endpoint.ClearSerialization();
        endpoint.AddDeserializer(new RequestDeserializerFactory(MediaTypes.JsonContentType, messaging.MaximumBodyBytes), isDefault: true);
        endpoint.AddDeserializer(new RequestDeserializerFactory(MediaTypes.EnvelopeContentType, messaging.MaximumBodyBytes));
        endpoint.AddSerializer(new RequestDeserializerFactory(MediaTypes.EnvelopeContentType, messaging.MaximumBodyBytes));
        endpoint.Consumer(consumer);
    }
}
