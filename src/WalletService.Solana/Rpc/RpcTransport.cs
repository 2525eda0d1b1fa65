using System.Buffers;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>Carries one request to the node and turns whatever comes back into a result or a typed error.</summary>
internal sealed class RpcTransport(HttpClient httpClient, Uri endpoint, TimeProvider timeProvider, int maxResponseBytes)
{
    private const int FirstBufferSize = 16 * 1024;

    // Some providers put the HTTP status into the body of a 200.
    private const int TooManyRequestsInBody = 429;

    /// <summary>Sends the request; the result may be null only where <typeparamref name="T"/> may.</summary>
    public Task<RpcReply<T>> SendAsync<T>(RpcRequest request, JsonTypeInfo<RpcReply<T>> type, CancellationToken cancellationToken) =>
        SendAsync(
            request,
            async (response, token) =>
            {
                var body = await ReadBodyAsync(request.Method, response, token);
                return ReadReply(request.Method, response.StatusCode, body.Span, type);
            },
            cancellationToken);

    /// <summary>Sends the request and reads the block of the answer while it arrives, without keeping all of it.</summary>
    public Task<ScannedBlock?> ScanAsync(RpcRequest request, IAddressFilter filter, CancellationToken cancellationToken) =>
        SendAsync(request, (response, token) => ScanAsync(request.Method, response, filter, token), cancellationToken);

    private async Task<T> SendAsync<T>(
        RpcRequest request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var content = new RpcRequestContent(request.Body);
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrHigher;
        try
        {
            using var response = await httpClient.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            ThrowIfUnavailable(request.Method, response);
            return await read(response, cancellationToken);
        }
        catch (HttpRequestException exception)
        {
            throw new RpcTransportException($"{request.Method} got no answer.", content.WasStarted, exception.StatusCode, exception);
        }
        catch (IOException exception)
        {
            throw new RpcTransportException($"The answer to {request.Method} broke off.", content.WasStarted, innerException: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcTransportException($"{request.Method} got no answer in time.", content.WasStarted, innerException: exception);
        }
    }

    private static RpcTransportException NotAReply(string method, HttpStatusCode status, Exception? exception = null) =>
        new($"The answer to {method} with HTTP status {(int)status} is not a JSON-RPC reply.", MayHaveRun(status), status, exception);

    /// <summary>A client error, but for a time-out, is given before anything is done.</summary>
    private static bool MayHaveRun(HttpStatusCode status) =>
        status is < HttpStatusCode.Ambiguous or HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError;

    private static RpcReply<T> ReadReply<T>(string method, HttpStatusCode status, ReadOnlySpan<byte> body, JsonTypeInfo<RpcReply<T>> type)
    {
        RpcReply<T>? reply;
        try
        {
            reply = JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException exception)
        {
            throw NotAReply(method, status, exception);
        }

        return reply switch
        {
            { Error: { } error } => throw Refused(method, error),
            { HasResult: true } when (int)status is >= 200 and < 300 => reply,
            _ => throw NotAReply(method, status),
        };
    }

    private static SolanaRpcException Refused(string method, RpcError error) =>
        error.Code is TooManyRequestsInBody or RpcErrorCode.TooManyRequests
            ? new RpcUnavailableException($"{method} was turned away: {error.Message}", retryAfter: null)
            : new RpcException(method, error.Code, error.Message, error.Data);

    private async Task<ScannedBlock?> ScanAsync(
        string method, HttpResponseMessage response, IAddressFilter filter, CancellationToken cancellationToken)
    {
        using var reader = new BlockReader(filter);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using (stream)
        {
            try
            {
                int read;
                while ((read = await stream.ReadAsync(reader.GetMemory(), cancellationToken)) > 0)
                {
                    reader.Take(read);
                    if (reader.Length > maxResponseBytes)
                    {
                        throw TooLarge(method, response.StatusCode);
                    }
                }

                reader.Complete();
            }
            catch (JsonException exception)
            {
                throw NotAReply(method, response.StatusCode, exception);
            }
        }

        if (reader.Error is { } error)
        {
            throw Refused(method, error);
        }

        return response.IsSuccessStatusCode ? reader.Block : throw NotAReply(method, response.StatusCode);
    }

    private void ThrowIfUnavailable(string method, HttpResponseMessage response)
    {
        if (response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)
        {
            var retryAfter = response.Headers.RetryAfter;
            var wait = retryAfter?.Delta ?? retryAfter?.Date - timeProvider.GetUtcNow();
            throw new RpcUnavailableException(
                $"{method} was turned away with HTTP status {(int)response.StatusCode}.",
                wait is { } time && time < TimeSpan.Zero ? TimeSpan.Zero : wait);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(string method, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var announced = response.Content.Headers.ContentLength ?? 0;
        if (announced > maxResponseBytes)
        {
            throw TooLarge(method, response.StatusCode);
        }

        var body = new ArrayBufferWriter<byte>((int)Math.Max(announced + 1, FirstBufferSize));
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        await using (stream)
        {
            int read;
            while ((read = await stream.ReadAsync(body.GetMemory(), cancellationToken)) > 0)
            {
                body.Advance(read);
                if (body.WrittenCount > maxResponseBytes)
                {
                    throw TooLarge(method, response.StatusCode);
                }
            }
        }

        return body.WrittenMemory;
    }

    private RpcTransportException TooLarge(string method, HttpStatusCode status) =>
        new($"The answer to {method} is longer than {maxResponseBytes} bytes.", MayHaveRun(status), status);
}
