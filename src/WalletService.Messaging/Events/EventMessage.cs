using MassTransit;
using MassTransit.Serialization;
using WalletService.Domain.Events;
using WalletService.Domain.Tracing;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Events;

/// <summary>Stands for every event in MassTransit's pipeline; the body is written beforehand.</summary>
public sealed class EventMessage
{
    private EventMessage()
    {
    }

    internal static EventMessage Instance { get; } = new();
}

/// <summary>Makes a message of MassTransit's an event: bare body, routing key topic and type, the event's id as message id.</summary>
internal sealed class EventPipe(OutboxEvent item, byte[] body) : IPipe<SendContext<EventMessage>>
{
    public Task Send(SendContext<EventMessage> context)
    {
        context.Serializer = new CopyBodySerializer(MediaTypes.JsonContentType, new BytesMessageBody(body));
        context.MessageId = item.EventId;
        context.ConversationId = null;
        context.Durable = true;
        context.Headers.SetTraceParent(Traces.Current ?? item.TraceParent);
        context.TrySetRoutingKey($"{item.Topic}.{item.Type}");
        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateScope("event");
}
