using System.Text.Json.Serialization;

namespace WalletService.Solana.PubSub;

/// <summary>A transaction has reached the commitment subscribed for.</summary>
public sealed record SignatureNotification
{
    /// <summary>Null when the transaction succeeded.</summary>
    [JsonPropertyName("err")]
    public Rpc.TransactionError? Error { get; init; }
}
