namespace WalletService.Solana.Rpc;

/// <summary>
/// The node or its provider turned the request away: too many, or out of service. As a rule nothing happened; but some proxies
/// also answer 503 for a node that broke off after it got the request, so a transaction that was sent stays live until it is
/// proven dead.
/// </summary>
public sealed class RpcUnavailableException(string message, TimeSpan? retryAfter) : SolanaRpcException(message)
{
    /// <summary>How long the provider asks to wait; null when it does not say.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
