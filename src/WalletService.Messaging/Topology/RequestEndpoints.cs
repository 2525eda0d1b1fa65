using MassTransit;
using Microsoft.Extensions.Options;
using WalletService.Contracts;
using WalletService.Messaging.Callers.Tokens;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Topology;

/// <summary>Declares the exchanges and queues of the service and puts the one consumer on them.</summary>
internal sealed class RequestEndpoints(
    RequestConsumer consumer, RequestTerms terms, CallerTokenFilter tokens, IOptions<RabbitMqOptions> rabbitMq)
{
    /// <summary>Dead letters are kept this long for an operator to look at.</summary>
    private static readonly TimeSpan DeadLetterRetention = TimeSpan.FromDays(7);

    /// <summary>Configures the endpoint of a queue, whatever carries the messages.</summary>
    public void Configure(IReceiveEndpointConfigurator endpoint, string queue)
    {
        switch (endpoint)
        {
            case IRabbitMqReceiveEndpointConfigurator onBroker:
                ConfigureRabbitMq(onBroker, queue);
                break;
            case IInMemoryReceiveEndpointConfigurator inMemory:
                ConfigureInMemory(inMemory, queue);
                break;
            default:
                throw new InvalidOperationException($"No topology is known for {endpoint.GetType()}.");
        }

        Consume(endpoint);
    }

    private void ConfigureRabbitMq(IRabbitMqReceiveEndpointConfigurator endpoint, string queue)
    {
        var options = rabbitMq.Value;
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = options.PrefetchCount;
        endpoint.ConcurrentMessageLimit = options.ConcurrentMessageLimit;
        endpoint.SetQuorumQueue();
        endpoint.SetQueueArgument("x-delivery-limit", options.DeliveryLimit);
        endpoint.BindDeadLetterQueue(QueueNames.DeadLetter, QueueNames.DeadLetter, deadLetters =>
        {
            deadLetters.SetQueueArgument("x-queue-type", "quorum");
            deadLetters.SetQueueArgument("x-message-ttl", (long)DeadLetterRetention.TotalMilliseconds);
        });

        // A failure that reaches the transport is the service's own: the broker gets the request back, counts, and in the end puts it aside.
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        if (!IsFamily(queue))
        {
            return;
        }

        endpoint.Bind(Routes.Exchange, binding =>
        {
            binding.ExchangeType = "topic";
            binding.Durable = true;
            binding.AutoDelete = false;
            binding.RoutingKey = $"{queue}.#";
            binding.SetExchangeArgument("alternate-exchange", QueueNames.UnknownRoute);
        });
    }

    private static void ConfigureInMemory(IInMemoryReceiveEndpointConfigurator endpoint, string queue)
    {
        endpoint.ConfigureConsumeTopology = false;
        if (IsFamily(queue))
        {
            endpoint.Bind(Routes.Exchange, MassTransit.Transports.Fabric.ExchangeType.Topic, $"{queue}.#");
        }
    }

    private void Consume(IReceiveEndpointConfigurator endpoint)
    {
        endpoint.ConfigureReceive(receive => receive.UseFilter(tokens));
        endpoint.ClearSerialization();
        endpoint.AddDeserializer(new RequestDeserializerFactory(MediaTypes.JsonContentType, terms), isDefault: true);
        endpoint.AddDeserializer(new RequestDeserializerFactory(MediaTypes.EnvelopeContentType, terms));
        endpoint.AddSerializer(new RequestDeserializerFactory(MediaTypes.EnvelopeContentType, terms));
        endpoint.Consumer(() => consumer);
    }

    private static bool IsFamily(string queue) => QueueNames.Families.Contains(queue, StringComparer.Ordinal);
}
