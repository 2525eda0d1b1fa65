using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>A transaction found on chain.</summary>
public sealed record TransactionDetails
{
    public required ulong Slot { get; init; }

    /// <summary>Seconds since 1970, if known.</summary>
    public long? BlockTime { get; init; }

    /// <summary>The wire bytes.</summary>
    [JsonPropertyName("transaction")]
    [JsonConverter(typeof(EncodedBytesConverter))]
    public required ReadOnlyMemory<byte> TransactionBytes { get; init; }

    /// <summary>Null when the node has not kept it.</summary>
    public TransactionMeta? Meta { get; init; }
}
