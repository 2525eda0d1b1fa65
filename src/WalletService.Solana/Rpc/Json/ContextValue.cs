namespace WalletService.Solana.Rpc.Json;

/// <summary>The shape of every result that depends on the state of a slot.</summary>
internal sealed record ContextValue<T>
{
    public required RpcContext Context { get; init; }

    public required T Value { get; init; }
}
