using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc.Json;

internal sealed class CommitmentConverter : JsonConverter<Commitment>
{
    /// <summary>The name of a commitment in requests and replies.</summary>
    public static ReadOnlySpan<byte> NameOf(Commitment commitment) => commitment switch
    {
        Commitment.Processed => "processed"u8,
        Commitment.Confirmed => "confirmed"u8,
        Commitment.Finalized => "finalized"u8,
    };

    public override Commitment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            foreach (var commitment in Enum.GetValues<Commitment>())
            {
                if (reader.ValueTextEquals(NameOf(commitment)))
                {
                    return commitment;
                }
            }
        }

        throw new JsonException("Expected processed, confirmed or finalized.");
    }

    public override void Write(Utf8JsonWriter writer, Commitment value, JsonSerializerOptions options) =>
        writer.WriteStringValue(NameOf(value));
}
