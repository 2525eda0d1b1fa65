using System.Buffers;
using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>One JSON-RPC request, encoded.</summary>
internal sealed class RpcRequest
{
    private readonly ArrayBufferWriter<byte> buffer = new(512);

    /// <param name="method">The method's name.</param>
    /// <param name="writeParameters">Writes the elements of the parameter array.</param>
    /// <param name="id">The request's number; over HTTP any will do, because each reply has its own exchange.</param>
    public RpcRequest(string method, Action<Utf8JsonWriter>? writeParameters = null, ulong id = 1)
    {
        Method = method;
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WriteNumber("id"u8, id);
        writer.WriteString("method"u8, method);
        if (writeParameters is not null)
        {
            writer.WriteStartArray("params"u8);
            writeParameters(writer);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    public string Method { get; }

    public ReadOnlyMemory<byte> Body => buffer.WrittenMemory;

    /// <summary>Writes the configuration that most reads take as their last parameter.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="commitment">Always written, because the node's own default is finalized.</param>
    /// <param name="minContextSlot">The slot that the node must have reached.</param>
    /// <param name="writeMore">Writes further fields.</param>
    public static void WriteConfiguration(
        Utf8JsonWriter writer, Commitment commitment, ulong? minContextSlot = null, Action<Utf8JsonWriter>? writeMore = null)
    {
        writer.WriteStartObject();
        writer.WriteString("commitment"u8, CommitmentConverter.NameOf(commitment));
        if (minContextSlot is { } slot)
        {
            writer.WriteNumber("minContextSlot"u8, slot);
        }

        writeMore?.Invoke(writer);
        writer.WriteEndObject();
    }

    public static void WriteAddresses(Utf8JsonWriter writer, IEnumerable<ByteValue> values)
    {
        writer.WriteStartArray();
        foreach (var value in values)
        {
            writer.WriteStringValue(value.ToString());
        }

        writer.WriteEndArray();
    }

    public static void WriteBase64Encoding(Utf8JsonWriter writer) => writer.WriteString("encoding"u8, "base64"u8);
}
