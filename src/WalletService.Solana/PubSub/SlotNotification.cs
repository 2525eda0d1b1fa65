namespace WalletService.Solana.PubSub;

/// <summary>The node works on a new slot.</summary>
public sealed record SlotNotification
{
    public required ulong Slot { get; init; }

    public required ulong Parent { get; init; }

    public required ulong Root { get; init; }
}
