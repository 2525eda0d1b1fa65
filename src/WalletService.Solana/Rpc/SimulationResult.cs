using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>What a transaction would do.</summary>
public sealed record SimulationResult : IJsonOnDeserialized
{
    /// <summary>Null when it would succeed.</summary>
    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    public IReadOnlyList<string>? Logs { get; init; }

    public ulong? UnitsConsumed { get; init; }

    /// <summary>In bytes; older nodes do not say.</summary>
    public ulong? LoadedAccountsDataSize { get; init; }

    /// <summary>In lamports; older nodes do not say.</summary>
    public ulong? Fee { get; init; }

    /// <summary>The accounts asked for, as they would be afterwards, in the order asked.</summary>
    public IReadOnlyList<AccountInfo?>? Accounts { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Entries.Require(Logs);
}
