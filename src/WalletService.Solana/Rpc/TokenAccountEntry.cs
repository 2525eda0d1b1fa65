using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>A token account found for an owner.</summary>
public sealed record TokenAccountEntry
{
    [JsonPropertyName("pubkey")]
    public required Address Address { get; init; }

    public required AccountInfo Account { get; init; }
}
