using System.Diagnostics.CodeAnalysis;
using MassTransit;
using MassTransit.Serialization;

namespace WalletService.Messaging.Wire;

/// <summary>Hands the one message that was read to MassTransit's consumer.</summary>
internal sealed class DeliverySerializerContext(RequestDelivery delivery, Headers headers)
    : BaseSerializerContext(SystemTextJsonMessageSerializer.Instance, new DeliveryMessageContext(headers), MessageTypes)
{
    private static readonly string[] MessageTypes = [MessageUrn.ForTypeString<RequestDelivery>()];

    public override bool TryGetMessage<T>(out T? message)
        where T : class
    {
        message = delivery as T;
        return message is not null;
    }

    public override bool TryGetMessage(Type messageType, [NotNullWhen(true)] out object? message)
    {
        message = messageType.IsInstanceOfType(delivery) ? delivery : null;
        return message is not null;
    }

    public override bool IsSupportedMessageType<T>()
        where T : class => typeof(T) == typeof(RequestDelivery);

    public override bool IsSupportedMessageType(Type messageType) => messageType == typeof(RequestDelivery);

    public override IMessageSerializer GetMessageSerializer() => SystemTextJsonMessageSerializer.Instance;

    public override IMessageSerializer GetMessageSerializer<T>(MessageEnvelope envelope, T message)
        where T : class => SystemTextJsonMessageSerializer.Instance;

    public override IMessageSerializer GetMessageSerializer(object message, string[] messageTypes) =>
        SystemTextJsonMessageSerializer.Instance;

    public override Dictionary<string, object> ToDictionary<T>(T? message)
        where T : class => [];
}
