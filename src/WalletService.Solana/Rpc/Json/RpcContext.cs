namespace WalletService.Solana.Rpc.Json;

/// <summary>The state that an answer is based on.</summary>
internal sealed record RpcContext
{
    public required ulong Slot { get; init; }
}
