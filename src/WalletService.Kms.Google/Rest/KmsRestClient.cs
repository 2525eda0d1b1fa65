using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google.Rest;

/// <summary>Makes single attempts over one pool of connections, and turns whatever goes wrong into a failure of some kind.</summary>
internal sealed class KmsRestClient : IDisposable
{
    /// <summary>Replies have a few hundred bytes; more than this is not the API that answers.</summary>
    private const int LargestReplyBytes = 1024 * 1024;

    /// <summary>Connections are made anew after this time, so that changes of DNS are seen.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpClient http;
    private readonly AccessTokens tokens;
    private readonly TimeProvider timeProvider;

    public KmsRestClient(IOptions<GoogleKmsOptions> options, AccessTokens tokens, TimeProvider timeProvider)
    {
        this.tokens = tokens;
        this.timeProvider = timeProvider;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A redirect would carry the token elsewhere.
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            EnableMultipleHttp2Connections = true,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        http = new HttpClient(handler)
        {
            BaseAddress = options.Value.BaseUrl,
            Timeout = Timeout.InfiniteTimeSpan, // Each attempt has its own deadline.
            MaxResponseContentBufferSize = LargestReplyBytes,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("WalletService", "1.0"));
    }

    /// <param name="call">What to call.</param>
    /// <param name="timeout">How long this attempt may take.</param>
    /// <param name="cancellationToken">The caller's own cancellation, which is not a failure of the service.</param>
    /// <exception cref="KmsFailureException">The attempt failed.</exception>
    public async Task<TReply> AttemptAsync<TReply>(KmsCall<TReply> call, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var reply = await SendAsync(call, either.Token);
            call.Check(reply);
            return reply;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new KmsFailureException(FailureKind.TimedOut, $"No reply within {timeout.TotalMilliseconds:0} ms.", exception);
        }
        catch (HttpRequestException exception)
        {
            throw new KmsFailureException(FailureKind.Network, $"The connection failed ({exception.HttpRequestError}).", exception);
        }
        catch (IOException exception)
        {
            throw new KmsFailureException(FailureKind.Network, "The connection broke.", exception);
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<TReply> SendAsync<TReply>(KmsCall<TReply> call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri("v1/" + call.Path, UriKind.Relative));
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        await tokens.AuthorizeAsync(request, cancellationToken);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw ErrorReply.Read(response, Encoding.UTF8.GetString(body), timeProvider.GetUtcNow());
        }

        try
        {
            return JsonSerializer.Deserialize(body, call.ReplyType) ?? throw new JsonException("The reply is null.");
        }
        catch (JsonException exception)
        {
            throw new KmsFailureException(FailureKind.MalformedReply, $"The reply of {body.Length} bytes is not the expected JSON.", exception)
            {
                HttpStatus = (int)response.StatusCode,
            };
        }
    }
}
