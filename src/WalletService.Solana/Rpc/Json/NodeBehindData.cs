namespace WalletService.Solana.Rpc.Json;

/// <summary>The data of error −32005.</summary>
internal sealed record NodeBehindData
{
    public ulong? NumSlotsBehind { get; init; }
}
