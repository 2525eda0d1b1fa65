using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>The software that a node runs.</summary>
public sealed record NodeVersion
{
    [JsonPropertyName("solana-core")]
    public required string SolanaCore { get; init; }

    [JsonPropertyName("feature-set")]
    public uint? FeatureSet { get; init; }
}
