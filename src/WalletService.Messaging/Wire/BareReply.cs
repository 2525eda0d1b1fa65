using MassTransit;
using MassTransit.Serialization;
using WalletService.Domain.Tracing;

namespace WalletService.Messaging.Wire;

/// <summary>Stands for every bare JSON reply in MassTransit's pipeline; the body is written beforehand.</summary>
public sealed class BareReply
{
    private BareReply()
    {
    }

    internal static BareReply Instance { get; } = new();
}

/// <summary>Makes a message of MassTransit's an ordinary AMQP reply: bare body, the caller's correlation id, none of its own headers, the trace.</summary>
internal sealed class BareReplyPipe(ReplyAddress.Amqp address, byte[] body) : IPipe<SendContext<BareReply>>
{
    public Task Send(SendContext<BareReply> context)
    {
        context.Serializer = new CopyBodySerializer(MediaTypes.JsonContentType, new BytesMessageBody(body));
        context.Durable = false;
        context.ConversationId = null;
        context.CorrelationId = null;
        context.Headers.SetTraceParent(Traces.Current);
        if (context.TryGetPayload(out RabbitMqSendContext? amqp))
        {
            amqp.RoutingKey = address.ReplyTo;
            amqp.BasicProperties.CorrelationId = address.CorrelationId;
            amqp.AwaitAck = false;
        }

        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateScope("bareReply");
}

/// <summary>Addresses an envelope to the request that it answers.</summary>
internal sealed class EnvelopeReplyPipe<TReply>(ReplyAddress.Envelope address) : IPipe<SendContext<TReply>>
    where TReply : class
{
    public Task Send(SendContext<TReply> context)
    {
        context.RequestId = address.RequestId;
        context.ConversationId = address.ConversationId;
        context.Durable = false;
        context.Headers.SetTraceParent(Traces.Current);
        if (context.TryGetPayload(out RabbitMqSendContext? amqp))
        {
            amqp.AwaitAck = false;
            if (IsDirectReplyTo(address.ResponseAddress) && address.ReplyTo is not null)
            {
                amqp.RoutingKey = address.ReplyTo;
            }
        }

        return Task.CompletedTask;
    }

    public void Probe(ProbeContext context) => context.CreateScope("envelopeReply");

    private static bool IsDirectReplyTo(Uri responseAddress) =>
        responseAddress.AbsolutePath.EndsWith("amq.rabbitmq.reply-to", StringComparison.Ordinal);
}
