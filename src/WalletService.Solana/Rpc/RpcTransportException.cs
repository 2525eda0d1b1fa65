using System.Net;

namespace WalletService.Solana.Rpc;

/// <summary>No usable answer came: no connection, a time-out, a broken connection, or a reply that is not JSON-RPC.</summary>
public sealed class RpcTransportException : SolanaRpcException
{
    public RpcTransportException(
        string message, bool requestMayHaveBeenSent, HttpStatusCode? statusCode = null, Exception? innerException = null)
        : base(message, innerException)
    {
        RequestMayHaveBeenSent = requestMayHaveBeenSent;
        StatusCode = statusCode;
    }

    /// <summary>False only when it is certain that the node never got the request.</summary>
    public bool RequestMayHaveBeenSent { get; }

    /// <summary>The HTTP status, when there was one.</summary>
    public HttpStatusCode? StatusCode { get; }
}
