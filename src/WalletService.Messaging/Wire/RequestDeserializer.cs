using System.Net.Mime;
using MassTransit;
using MassTransit.Logging;
using MassTransit.Serialization;
using WalletService.Domain.Errors;
using WalletService.Domain.Tracing;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Callers.Tokens;

namespace WalletService.Messaging.Wire;

/// <summary>
/// Makes a <see cref="RequestDelivery"/> of every message of an endpoint, whatever it holds: bare JSON of any AMQP client, routed by
/// its routing key, or a MassTransit envelope, routed by the type it names. Never throws for what a sender can get wrong: such a
/// message is answered, not requeued.
/// </summary>
internal sealed class RequestDeserializer(ContentType contentType, RequestTerms terms) : IMessageDeserializer
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
        if (!SchemaVersion.IsSupported(message.TransportHeaders))
        {
            return incoming.Refused(WalletErrors.UnsupportedVersion(SchemaVersion.Current));
        }

        if (!terms.Callers.Identify(incoming.Origin.ClaimedCaller, TokenOf(message)).TryGetValue(out var caller, out var refusal))
        {
            return incoming.Refused(refusal);
        }

        incoming = incoming with
        {
            Origin = incoming.Origin with { Caller = caller.Id, ClaimedCaller = incoming.Origin.ClaimedCaller ?? caller.Id.Value },
        };
        if (Refuse(incoming, caller) is { } unfit)
        {
            return incoming.Refused(unfit);
        }

        var route = incoming.Route!;
        if (!RequestReader.TryRead(route, incoming.Json.Span, out var request, out refusal))
        {
            return incoming.Refused(refusal);
        }

        return terms.Callers.Refuse(caller, route, request) is { } unallowed
            ? incoming.Refused(unallowed)
            : RequestDelivery.Accepted(route, request, incoming.Origin, incoming.ReplyAddress);
    }

    /// <summary>The checks between the caller and the request itself, in the order of precedence of the error codes.</summary>
    private WalletError? Refuse(IncomingMessage incoming, IdentifiedCaller caller)
    {
        if (incoming.Problem is not null)
        {
            return incoming.Problem;
        }

        return incoming.Route is { } route
            ? terms.Callers.Refuse(caller, route) ?? terms.RefuseSize(route, incoming.Origin.Body.Length)
            : WalletErrors.UnknownRoute(incoming.RouteName);
    }

    private static IncomingMessage Receive(ReceiveContext message)
    {
        var amqp = message.TryGetPayload(out RabbitMqBasicConsumeContext? context) ? context : null;
        var body = message.Body.GetBytes();
        var isEnvelope = string.Equals(message.ContentType?.MediaType, MediaTypes.Envelope, StringComparison.OrdinalIgnoreCase);
        var incoming = isEnvelope ? IncomingMessage.OfEnvelope(body, amqp) : IncomingMessage.OfBareJson(body, amqp);
        return incoming with { Origin = incoming.Origin with { TraceParent = TraceParentOf(message) } };
    }

    /// <summary>Checked when the message came.</summary>
    private static CallerToken TokenOf(ReceiveContext message) =>
        message.TryGetPayload(out CallerToken? token) ? token : CallerToken.None.Instance;

    /// <summary>W3C's own header, or the one in which MassTransit hands on the same.</summary>
    private static string? TraceParentOf(ReceiveContext message) =>
        message.TransportHeaders.TryGetHeader(Traces.Header, out var value) || message.TransportHeaders.TryGetHeader(DiagnosticHeaders.ActivityId, out value)
            ? value as string
            : null;
}
