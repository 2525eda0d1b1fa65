namespace WalletService.Solana.Rpc;

/// <summary>The node or its provider refused to take the request now: too many, or out of service. Nothing happened.</summary>
public sealed class RpcUnavailableException(string message, TimeSpan? retryAfter) : SolanaRpcException(message)
{
    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
