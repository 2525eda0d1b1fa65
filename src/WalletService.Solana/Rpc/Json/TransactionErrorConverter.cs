using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc.Json;

internal sealed class TransactionErrorConverter : JsonConverter<TransactionError>
{
    public override TransactionError Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TransactionError.Read(JsonElement.ParseValue(ref reader));

    public override void Write(Utf8JsonWriter writer, TransactionError value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.RawJson);
}
