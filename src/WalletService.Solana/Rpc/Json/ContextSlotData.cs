namespace WalletService.Solana.Rpc.Json;

/// <summary>The data of error −32016.</summary>
internal sealed record ContextSlotData
{
    public ulong? ContextSlot { get; init; }
}
