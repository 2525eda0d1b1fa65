using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>An account of a transaction, and what the transaction could do with it.</summary>
public sealed record BlockAccount
{
    [JsonPropertyName("pubkey")]
    public required Address Address { get; init; }

    public bool Signer { get; init; }

    public bool Writable { get; init; }
}
