using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Messaging.Wire;

/// <summary>
/// What the service needs of MassTransit's envelope. It is read here rather than by MassTransit, so that the request inside passes
/// through the same reader, with the same errors, as one that came bare.
/// </summary>
internal sealed record MassTransitEnvelope
{
    public Guid? MessageId { get; init; }

    public Guid? RequestId { get; init; }

    public Guid? ConversationId { get; init; }

    public Uri? ResponseAddress { get; init; }

    public DateTimeOffset? SentTime { get; init; }

    public IReadOnlyList<string>? MessageType { get; init; }

    /// <summary>The request as it was written.</summary>
    [JsonConverter(typeof(RawJsonConverter))]
    public ReadOnlyMemory<byte> Message { get; init; }

    /// <summary>False when the body is no envelope.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out MassTransitEnvelope? envelope)
    {
        try
        {
            envelope = JsonSerializer.Deserialize(body, EnvelopeJson.Default.MassTransitEnvelope);
        }
        catch (JsonException)
        {
            envelope = null;
        }

        if (envelope is { MessageType: null } or { Message.IsEmpty: true } or { ResponseAddress.IsAbsoluteUri: false })
        {
            envelope = null;
        }

        return envelope is not null;
    }
}

/// <summary>Takes a JSON value as the bytes that spell it.</summary>
internal sealed class RawJsonConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var value = JsonDocument.ParseValue(ref reader);
        return JsonSerializer.SerializeToUtf8Bytes(value, EnvelopeJson.Default.JsonDocument);
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Span);
}

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MassTransitEnvelope))]
[JsonSerializable(typeof(JsonDocument))]
internal sealed partial class EnvelopeJson : JsonSerializerContext;
