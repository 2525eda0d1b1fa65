using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc.Json;

/// <summary>Addresses, signatures and blockhashes as base58 text.</summary>
internal abstract class ByteValueConverter<T> : JsonConverter<T>
    where T : ByteValue
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException($"Expected base58 text of a {typeof(T).Name}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    protected abstract bool TryParse(ReadOnlySpan<char> text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value);
}
