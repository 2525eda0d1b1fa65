using System.Text.Json.Serialization;
using WalletService.Solana.Messages;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>What a transaction did. Balances are numbered like the accounts: the message's own, then loaded writable, then loaded read-only.</summary>
public sealed record TransactionMeta : IJsonOnDeserialized
{
    /// <summary>Null when it succeeded.</summary>
    [JsonPropertyName("err")]
    public TransactionError? Error { get; init; }

    /// <summary>In lamports, paid by the first account whether or not the transaction succeeded.</summary>
    public required ulong Fee { get; init; }

    /// <summary>In lamports.</summary>
    public required IReadOnlyList<ulong> PreBalances { get; init; }

    /// <summary>In lamports.</summary>
    public required IReadOnlyList<ulong> PostBalances { get; init; }

    public IReadOnlyList<TokenBalance>? PreTokenBalances { get; init; }

    public IReadOnlyList<TokenBalance>? PostTokenBalances { get; init; }

    public IReadOnlyList<string>? LogMessages { get; init; }

    public LoadedAddresses? LoadedAddresses { get; init; }

    public ulong? ComputeUnitsConsumed { get; init; }

    void IJsonOnDeserialized.OnDeserialized()
    {
        Entries.Require(PreTokenBalances);
        Entries.Require(PostTokenBalances);
        Entries.Require(LogMessages);
        Entries.Require(LoadedAddresses?.Writable);
        Entries.Require(LoadedAddresses?.Readonly);
    }
}
