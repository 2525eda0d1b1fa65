using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>A block with, for each transaction, its accounts and what it did to their balances.</summary>
public sealed record Block : IJsonOnDeserialized
{
    public required Blockhash Blockhash { get; init; }

    public required ulong ParentSlot { get; init; }

    public ulong? BlockHeight { get; init; }

    /// <summary>Seconds since 1970, if known.</summary>
    public long? BlockTime { get; init; }

    public required IReadOnlyList<BlockTransaction> Transactions { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Entries.Require(Transactions);
}
