using System.Net.Http.Headers;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Messaging.Risk;

namespace WalletService.Host.Risk;

/// <summary>Asks a risk service over HTTP, as <c>docs/risk.md</c> describes.</summary>
public sealed class HttpRiskCheck(HttpClient http, RiskOptions options) : IRiskCheck
{
    public async Task<RiskVerdict> AskAsync(RiskQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
            request.Content = new ByteArrayContent(RiskMessages.Write(question));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
            if (options.Token is { Length: > 0 } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? RiskMessages.Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : throw new PortUnavailableException(RiskMessages.Dependency, $"The risk service answered with status {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            throw new PortUnavailableException(RiskMessages.Dependency, "The risk service can't be reached, or its answer is too long.", exception);
        }
    }

    /// <summary>The client that <see cref="HttpRiskCheck"/> asks with: no redirects, which would carry the token elsewhere.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        // The deadline is the caller's.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = RiskMessages.MostBytes,
    };
}
