using System.Text.Json.Serialization;
using WalletService.Solana.Rpc;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.PubSub;

/// <summary>A transaction has mentioned an address.</summary>
public sealed record LogsNotification : IJsonOnDeserialized
{
    public required Signature Signature { get; init; }

    /// <summary>Null when the transaction succeeded.</summary>
    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    public required IReadOnlyList<string> Logs { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Entries.Require(Logs);
}
