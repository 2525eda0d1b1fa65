using System.Net.Mime;
using MassTransit;
using MassTransit.Serialization;
using WalletService.Domain.Errors;

namespace WalletService.Messaging.Wire;

/// <summary>
/// Makes a <see cref="RequestDelivery"/> of every message of an endpoint, whatever it holds: bare JSON of any AMQP client, routed by
/// its routing key, or a MassTransit envelope, routed by the type it names. Never throws for what a sender can get wrong: such a
/// message is answered, not requeued.
/// </summary>
internal sealed class RequestDeserializer(ContentType contentType, int maximumBodyBytes) : IMessageDeserializer
{
    public ContentType ContentType => contentType;

    public void Probe(ProbeContext context) => context.CreateScope("walletRequests").Add("contentType", contentType.MediaType);

    public MessageBody GetMessageBody(string text) => new StringMessageBody(text);

    public SerializerContext Deserialize(MessageBody body, Headers headers, Uri? destinationAddress = null) =>
        throw new NotSupportedException("Requests are read from the messages of an endpoint only.");

    public ConsumeContext Deserialize(ReceiveContext receiveContext) =>
        new BodyConsumeContext(receiveContext, new DeliverySerializerContext(Read(receiveContext), receiveContext.TransportHeaders));

    private RequestDelivery Read(ReceiveContext message)
    {
        var incoming = Receive(message);
        var refusal = Refuse(incoming, message.TransportHeaders);
        if (refusal is null && RequestReader.TryRead(incoming.Route!, incoming.Json.Span, out var request, out refusal))
        {
            return RequestDelivery.Accepted(incoming.Route!, request, incoming.Origin, incoming.ReplyAddress, TraceParentOf(message));
        }

        return RequestDelivery.Refused(incoming.Route, refusal, incoming.Origin, incoming.ReplyAddress);
    }

    /// <summary>The checks before the request itself is read, in the order of precedence of the error codes.</summary>
    private WalletError? Refuse(IncomingMessage incoming, Headers headers)
    {
        if (!SchemaVersion.IsSupported(headers))
        {
            return WalletErrors.UnsupportedVersion(SchemaVersion.Current);
        }

        if (incoming.Problem is not null)
        {
            return incoming.Problem;
        }

        if (incoming.Route is null)
        {
            return WalletErrors.UnknownRoute(incoming.RouteName);
        }

        var bytes = incoming.Origin.Body.Length;
        var atMost = Math.Max(maximumBodyBytes, incoming.Route.BodyBytes);
        return bytes > atMost
            ? WalletErrors.ValidationFailed("body", $"has {bytes} bytes, and at most {atMost} are taken.")
            : null;
    }

    private static IncomingMessage Receive(ReceiveContext message)
    {
        var amqp = message.TryGetPayload(out RabbitMqBasicConsumeContext? context) ? context : null;
        var body = message.Body.GetBytes();
        var isEnvelope = string.Equals(message.ContentType?.MediaType, MediaTypes.Envelope, StringComparison.OrdinalIgnoreCase);
        return isEnvelope ? IncomingMessage.OfEnvelope(body, amqp) : IncomingMessage.OfBareJson(body, amqp);
    }

    private static string? TraceParentOf(ReceiveContext message) =>
        message.TransportHeaders.TryGetHeader("traceparent", out var value) ? value as string : null;
}
