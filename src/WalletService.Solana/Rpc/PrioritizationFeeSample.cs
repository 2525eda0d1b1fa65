using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>The lowest price that landed in one slot on the accounts asked for.</summary>
public sealed record PrioritizationFeeSample
{
    public required ulong Slot { get; init; }

    /// <summary>Millionths of a lamport for each compute unit.</summary>
    [JsonPropertyName("prioritizationFee")]
    public required ulong MicroLamports { get; init; }
}
