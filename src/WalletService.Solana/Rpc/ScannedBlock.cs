namespace WalletService.Solana.Rpc;

/// <summary>A block of which only the transactions that mention a wanted address were kept, in their order.</summary>
public sealed record ScannedBlock
{
    public required Blockhash Blockhash { get; init; }

    public required Blockhash PreviousBlockhash { get; init; }

    public required ulong ParentSlot { get; init; }

    /// <summary>Seconds since 1970, if known.</summary>
    public long? BlockTime { get; init; }

    /// <summary>How many transactions the block has in all.</summary>
    public required int TransactionCount { get; init; }

    public required IReadOnlyList<BlockTransaction> Transactions { get; init; }
}
