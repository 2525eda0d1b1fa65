using System.Net;
using System.Net.Security;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>
/// One node's JSON-RPC interface. Thread-safe. Every call makes one HTTP request and never repeats it; what went wrong is told by
/// <see cref="RpcException"/>, <see cref="RpcUnavailableException"/> or <see cref="RpcTransportException"/>. The time-out is the
/// HTTP client's own.
/// </summary>
public sealed partial class SolanaRpcClient
{
    /// <summary>Most addresses of one getMultipleAccounts.</summary>
    public const int MaxAccounts = 100;

    /// <summary>Most signatures of one getSignatureStatuses.</summary>
    public const int MaxSignatures = 256;

    /// <summary>Most addresses of one getRecentPrioritizationFees.</summary>
    public const int MaxPrioritizationAddresses = 128;

    /// <summary>Most signatures of one getSignaturesForAddress.</summary>
    public const int MaxSignaturesForAddress = 1000;

    /// <summary>Widest range of slots of one getBlocks.</summary>
    public const int MaxBlockRange = 500_000;

    /// <summary>Longest answer that is read unless the constructor is told otherwise, in bytes: a full block has a few million.</summary>
    public const int DefaultMaxResponseBytes = 64 * 1024 * 1024;

    private readonly RpcTransport transport;

    /// <param name="httpClient">Carries the requests; the caller keeps and disposes it.</param>
    /// <param name="endpoint">The node's URL, which may hold a provider's key: it appears in no error message.</param>
    /// <param name="timeProvider">Tells how long to wait when a Retry-After header names a date.</param>
    /// <param name="maxResponseBytes">Longest answer that is read.</param>
    public SolanaRpcClient(
        HttpClient httpClient, Uri endpoint, TimeProvider? timeProvider = null, int maxResponseBytes = DefaultMaxResponseBytes)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxResponseBytes);
        transport = new RpcTransport(httpClient, endpoint, timeProvider ?? TimeProvider.System, maxResponseBytes);
    }

    /// <summary>
    /// A handler fit for a node: pooled connections that live for two minutes, so that changes of DNS are seen, HTTP/2 where TLS
    /// offers it, and no redirects, because a request must not wander to another host.
    /// </summary>
    /// <param name="certificateCheck">Judges nodes' certificates; null for the machine's own authorities.</param>
    public static SocketsHttpHandler CreateHandler(RemoteCertificateValidationCallback? certificateCheck = null) => new()
    {
        SslOptions = { RemoteCertificateValidationCallback = certificateCheck },
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
        AutomaticDecompression = DecompressionMethods.All,
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    private static void RequireAtMost<T>(IReadOnlyCollection<T> items, int most, string name)
    {
        if (items.Count > most)
        {
            throw new ArgumentException($"A node takes at most {most} at once, not {items.Count}.", name);
        }
    }

    private static void RequireHistory(Commitment commitment)
    {
        if (commitment == Commitment.Processed)
        {
            throw new ArgumentException("History is served from confirmed on.", nameof(commitment));
        }
    }

    private static T Require<T>(T? value, string method) =>
        value ?? throw new RpcTransportException($"The answer to {method} is empty.", requestMayHaveBeenSent: true);

    private static void RequireEntries<T>(IEnumerable<T> entries, string method)
    {
        foreach (var entry in entries)
        {
            Require(entry, method);
        }
    }

    private async Task<T> CallAsync<T>(
        JsonTypeInfo<RpcReply<T>> type, string method, Action<Utf8JsonWriter>? writeParameters, CancellationToken cancellationToken) =>
        Require(await CallOrNullAsync(type, method, writeParameters, cancellationToken), method);

    private async Task<T?> CallOrNullAsync<T>(
        JsonTypeInfo<RpcReply<T>> type, string method, Action<Utf8JsonWriter>? writeParameters, CancellationToken cancellationToken)
    {
        var reply = await transport.SendAsync(new RpcRequest(method, writeParameters), type, cancellationToken);
        return reply.Result;
    }

    private async Task<IReadOnlyList<T>> CallForListAsync<T>(
        JsonTypeInfo<RpcReply<IReadOnlyList<T>>> type,
        string method,
        Action<Utf8JsonWriter> writeParameters,
        CancellationToken cancellationToken)
    {
        var entries = await CallAsync(type, method, writeParameters, cancellationToken);
        RequireEntries(entries, method);
        return entries;
    }

    private async Task<RpcResult<T>> CallInContextAsync<T>(
        JsonTypeInfo<RpcReply<ContextValue<T>>> type,
        string method,
        Action<Utf8JsonWriter> writeParameters,
        CancellationToken cancellationToken)
    {
        var result = await CallInContextOrNullAsync(type, method, writeParameters, cancellationToken);
        return new RpcResult<T>(result.Slot, Require(result.Value, method));
    }

    private async Task<RpcResult<T?>> CallInContextOrNullAsync<T>(
        JsonTypeInfo<RpcReply<ContextValue<T>>> type,
        string method,
        Action<Utf8JsonWriter> writeParameters,
        CancellationToken cancellationToken)
    {
        var result = await CallAsync(type, method, writeParameters, cancellationToken);
        return new RpcResult<T?>(result.Context.Slot, result.Value);
    }

    private async Task<RpcResult<IReadOnlyList<T>>> CallForEachAsync<T>(
        JsonTypeInfo<RpcReply<ContextValue<IReadOnlyList<T>>>> type,
        string method,
        int expected,
        Action<Utf8JsonWriter> writeParameters,
        CancellationToken cancellationToken)
    {
        var result = await CallInContextAsync(type, method, writeParameters, cancellationToken);
        return result.Value.Count == expected
            ? result
            : throw new RpcTransportException(
                $"The answer to {method} has {result.Value.Count} entries where {expected} were asked for.", requestMayHaveBeenSent: true);
    }
}
