using MassTransit;
using MassTransit.Metadata;

namespace WalletService.Messaging.Wire;

/// <summary>
/// What MassTransit is told of a message: its headers, and no addresses. Replies are sent by <see cref="ReplySender"/> alone, so
/// that MassTransit never answers a caller with a fault, which would hold exceptions' texts.
/// </summary>
internal sealed class DeliveryMessageContext(Headers headers) : MessageContext
{
    public Guid? MessageId => null;

    public Guid? RequestId => null;

    public Guid? CorrelationId => null;

    public Guid? ConversationId => null;

    public Guid? InitiatorId => null;

    public DateTime? ExpirationTime => null;

    public Uri? SourceAddress => null;

    public Uri? DestinationAddress => null;

    public Uri? ResponseAddress => null;

    public Uri? FaultAddress => null;

    public DateTime? SentTime => null;

    public Headers Headers => headers;

    public HostInfo Host => HostMetadataCache.Empty;
}
