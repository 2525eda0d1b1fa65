using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>A block with, for each transaction, its accounts and what it did to their balances.</summary>
public sealed record Block : IJsonOnDeserialized
{
    public required Blockhash Blockhash { get; init; }

    /// <summary>Of the block that it follows; of a cluster's first block the cluster's genesis hash, or one of zeros.</summary>
    public Blockhash? PreviousBlockhash { get; init; }

    public required ulong ParentSlot { get; init; }

    public ulong? BlockHeight { get; init; }

    /// <summary>Seconds since 1970, if known.</summary>
    public long? BlockTime { get; init; }

    public required IReadOnlyList<BlockTransaction> Transactions { get; init; }

    void IJsonOnDeserialized.OnDeserialized() => Entries.Require(Transactions);
}
