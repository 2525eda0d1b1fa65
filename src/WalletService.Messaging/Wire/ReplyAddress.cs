namespace WalletService.Messaging.Wire;

/// <summary>Where and how a request is answered. Outlives the delivery, so that a reply can follow after the acknowledgement.</summary>
internal abstract record ReplyAddress
{
    private ReplyAddress()
    {
    }

    /// <summary>The AMQP property <c>user_id</c> of the request, for which the broker vouches; null when it has none.</summary>
    public string? BrokerUser { get; init; }

    /// <summary>A plain AMQP client: bare JSON to <c>reply_to</c> through the default exchange, which serves direct reply-to as well.</summary>
    /// <param name="CorrelationId">Given back word for word; it need not be a UUID.</param>
    public sealed record Amqp(string ReplyTo, string? CorrelationId) : ReplyAddress;

    /// <summary>A MassTransit client: an envelope to its response address.</summary>
    /// <param name="ReplyTo">The AMQP <c>reply_to</c> of a client that uses direct reply-to.</param>
    public sealed record Envelope(Uri ResponseAddress, Guid? RequestId, Guid? ConversationId, string? ReplyTo) : ReplyAddress;

    /// <summary>The sender wants no reply.</summary>
    public sealed record None : ReplyAddress
    {
        public static None Instance { get; } = new();
    }
}
