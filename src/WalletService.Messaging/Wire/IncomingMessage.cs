using MassTransit;
using WalletService.Domain.Errors;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Wire;

/// <summary>A message with its format taken off: which route, whose, and the JSON of the request.</summary>
internal sealed record IncomingMessage
{
    public WalletRoute? Route { get; private init; }

    /// <summary>What the message gave for a route, for the error that says that there is no such route.</summary>
    public string RouteName { get; private init; } = string.Empty;

    public ReadOnlyMemory<byte> Json { get; private init; }

    public required RequestOrigin Origin { get; init; }

    public required ReplyAddress ReplyAddress { get; init; }

    /// <summary>Why the format could not be read; else null.</summary>
    public WalletError? Problem { get; private init; }

    public RequestDelivery Refused(WalletError refusal) => RequestDelivery.Refused(Route, refusal, Origin, ReplyAddress);

    /// <summary>Bare JSON: the routing key names the route, the properties say whom to answer.</summary>
    public static IncomingMessage OfBareJson(byte[] body, RabbitMqBasicConsumeContext? amqp)
    {
        var routingKey = amqp?.RoutingKey ?? string.Empty;
        var replyTo = amqp?.Properties.ReplyTo;
        var correlationId = amqp?.Properties.CorrelationId;
        return new IncomingMessage
        {
            Route = WalletRoutes.Find(routingKey),
            RouteName = routingKey,
            Json = body,
            Origin = new RequestOrigin(amqp?.Properties.MessageId, replyTo, correlationId, body) { ClaimedCaller = amqp?.Properties.UserId },
            ReplyAddress = string.IsNullOrEmpty(replyTo)
                ? ReplyAddress.None.Instance
                : new ReplyAddress.Amqp(replyTo, correlationId) { BrokerUser = amqp?.Properties.UserId },
        };
    }

    /// <summary>A MassTransit envelope: the type it names gives the route, the response address says whom to answer.</summary>
    public static IncomingMessage OfEnvelope(byte[] body, RabbitMqBasicConsumeContext? amqp)
    {
        if (!MassTransitEnvelope.TryRead(body, out var envelope))
        {
            return OfBareJson(body, amqp) with
            {
                Problem = WalletErrors.ValidationFailed("body", "is no MassTransit envelope, which its content_type says it is."),
            };
        }

        var messageTypes = envelope.MessageType ?? [];
        return new IncomingMessage
        {
            Route = WalletRoutes.FindByMessageUrn(messageTypes),
            RouteName = messageTypes.Count > 0 ? messageTypes[0] : string.Empty,
            Json = envelope.Message,
            Origin = new RequestOrigin(envelope.MessageId?.ToString("D"), envelope.ResponseAddress?.OriginalString, null, body)
            {
                ClaimedCaller = amqp?.Properties.UserId,
                SentAt = envelope.SentTime,
            },
            ReplyAddress = envelope.ResponseAddress is null
                ? ReplyAddress.None.Instance
                : new ReplyAddress.Envelope(
                    envelope.ResponseAddress, envelope.RequestId, envelope.ConversationId, amqp?.Properties.ReplyTo)
                {
                    BrokerUser = amqp?.Properties.UserId,
                },
        };
    }
}
