using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>What a failed preflight says.</summary>
public sealed record SimulationFailure : IJsonOnDeserialized
{
    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    public IReadOnlyList<string>? Logs { get; init; }

    public ulong? UnitsConsumed { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Entries.Require(Logs);
}
