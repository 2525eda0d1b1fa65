using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>Where a transaction stands.</summary>
public sealed record SignatureStatus
{
    public required ulong Slot { get; init; }

    /// <summary>Blocks on top of it; null when it is rooted.</summary>
    public ulong? Confirmations { get; init; }

    /// <summary>Null when it succeeded. With an error it has landed all the same, and paid its fee.</summary>
    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    public Commitment? ConfirmationStatus { get; init; }
}
