namespace WalletService.Solana.Rpc.Json;

/// <summary>A JSON-RPC reply: either an error or a result, which may be null.</summary>
internal sealed class RpcReply<T>
{
    public RpcError? Error { get; init; }

    // Not init: the serializer assigns init properties even when the JSON has none of them.
    public T? Result
    {
        get;
        set
        {
            field = value;
            HasResult = true;
        }
    }

    /// <summary>Whether there was a result at all, null or not.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool HasResult { get; private set; }
}
