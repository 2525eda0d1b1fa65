using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>A transaction that mentions an address.</summary>
public sealed record SignatureInfo
{
    public required Signature Signature { get; init; }

    public required ulong Slot { get; init; }

    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    /// <summary>Seconds since 1970, if known.</summary>
    public long? BlockTime { get; init; }

    public Commitment? ConfirmationStatus { get; init; }
}
