using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Routing;

/// <summary>What a request's message says beside its fields, from which its idempotency key is taken when it has no <c>requestId</c>.</summary>
/// <param name="MessageId">AMQP <c>message_id</c>, or the message id of a MassTransit envelope.</param>
/// <param name="ReplyTo">AMQP <c>reply_to</c>.</param>
/// <param name="CorrelationId">AMQP <c>correlation_id</c>, word for word.</param>
/// <param name="Body">The request as it came.</param>
internal sealed record RequestOrigin(string? MessageId, string? ReplyTo, string? CorrelationId, ReadOnlyMemory<byte> Body)
{
    /// <summary>The calling service that was proven to have sent it.</summary>
    public CallerId Caller { get; init; } = CallerId.Unidentified;

    /// <summary>The AMQP property <c>user_id</c>; null when the message has none.</summary>
    public string? ClaimedCaller { get; init; }

    /// <summary>The W3C trace context of the caller; null when it sent none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>When it was sent, by the sender's clock; null when the message does not say it to a fraction of a second.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>
    /// The key under which a redelivery of this very message is recognised: its message id, or else a digest of who asked, under
    /// which correlation id, for what. Null when the message has neither: two deliveries could then not be told from two requests.
    /// </summary>
    public IdempotencyKey? FindIdempotencyKey()
    {
        if (IdempotencyKey.TryParse(MessageId, out var key))
        {
            return key;
        }

        return string.IsNullOrEmpty(CorrelationId) ? null : IdempotencyKey.Parse("amqp:" + Digest(CorrelationId));
    }

    private string Digest(string correlationId)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, Encoding.UTF8.GetBytes(ReplyTo ?? string.Empty));
        Append(hash, Encoding.UTF8.GetBytes(correlationId));
        Append(hash, Body.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Each part is preceded by its length, so that no two different requests give the same input.</summary>
    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
