namespace WalletService.Solana.Rpc;

/// <summary>Where the cluster is in its count of slots, blocks and epochs.</summary>
public sealed record EpochInfo
{
    public required ulong AbsoluteSlot { get; init; }

    public required ulong BlockHeight { get; init; }

    public required ulong Epoch { get; init; }

    public required ulong SlotIndex { get; init; }

    public required ulong SlotsInEpoch { get; init; }
}
