using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace WalletService.Domain.Events;

/// <summary>An event as subscribers get it, whichever way it reaches them.</summary>
public static class EventJson
{
    /// <summary>UTF-8 JSON without line breaks.</summary>
    public static byte[] Write(OutboxEvent item)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("eventId", item.EventId);
            json.WriteString("topic", item.Topic);
            json.WriteString("type", item.Type);
            json.WriteNumber("version", item.Version);
            json.WriteString("occurredAt", item.OccurredAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            if (item is { WalletId: { } walletId, UserId: { } userId, Sequence: { } sequence })
            {
                json.WriteString("walletId", walletId.Value);
                json.WriteString("userId", userId.Value);
                json.WriteNumber("sequence", sequence);
            }

            json.WritePropertyName("data");
            json.WriteRawValue(item.Data);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }
}
