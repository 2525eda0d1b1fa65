using System.Text.Json.Serialization;
using WalletService.Solana.Messages;
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

    /// <summary>
    /// In lamports, before the fee; numbered like <see cref="TransactionMeta.PreBalances"/>. Older nodes do not say.
    /// </summary>
    public IReadOnlyList<ulong>? PreBalances { get; init; }

    /// <summary>In lamports, the fee deducted; numbered likewise. Older nodes do not say.</summary>
    public IReadOnlyList<ulong>? PostBalances { get; init; }

    /// <summary>Balances of token accounts before; null when the node does not say.</summary>
    public IReadOnlyList<TokenBalance>? PreTokenBalances { get; init; }

    /// <summary>Balances of token accounts after; null when the node does not say.</summary>
    public IReadOnlyList<TokenBalance>? PostTokenBalances { get; init; }

    /// <summary>What the lookup tables gave; older nodes do not say.</summary>
    public LoadedAddresses? LoadedAddresses { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Entries.Require(Logs);
        Entries.Require(PreTokenBalances);
        Entries.Require(PostTokenBalances);
        Entries.Require(LoadedAddresses?.Writable);
        Entries.Require(LoadedAddresses?.Readonly);
    }
}
