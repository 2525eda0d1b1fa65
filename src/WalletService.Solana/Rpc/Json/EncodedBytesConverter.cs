using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc.Json;

/// <summary>Bytes written as a pair: the text, and the name of its encoding, of which we ask for base64 only.</summary>
internal sealed class EncodedBytesConverter : JsonConverter<ReadOnlyMemory<byte>>
{
    public override ReadOnlyMemory<byte> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray
            || !reader.Read()
            || reader.TokenType != JsonTokenType.String
            || !reader.TryGetBytesFromBase64(out var bytes)
            || !reader.Read()
            || reader.TokenType != JsonTokenType.String
            || !reader.ValueTextEquals("base64"u8)
            || !reader.Read()
            || reader.TokenType != JsonTokenType.EndArray)
        {
            throw new JsonException("Expected bytes as a pair of base64 text and the word base64.");
        }

        return bytes;
    }

    public override void Write(Utf8JsonWriter writer, ReadOnlyMemory<byte> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        writer.WriteBase64StringValue(value.Span);
        writer.WriteStringValue("base64"u8);
        writer.WriteEndArray();
    }
}
