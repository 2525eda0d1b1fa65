using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.Host.Risk;

/// <summary>Asks a risk service over HTTP, as <c>docs/risk.md</c> describes.</summary>
public sealed class HttpRiskCheck(HttpClient http, RiskOptions options) : IRiskCheck
{
    /// <summary>The dependency's name in errors.</summary>
    public const string Dependency = "risk-service";

    /// <summary>An answer is a few words; what is longer is not read.</summary>
    private const int MostBytes = 64 * 1024;

    public async Task<RiskVerdict> AskAsync(RiskQuestion question, CancellationToken cancellationToken)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, options.Url);
            request.Content = JsonContent.Create(ToBody(question), RiskJson.Default.RiskRequestBody);
            if (options.Token is { Length: > 0 } token)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? Read(await response.Content.ReadAsByteArrayAsync(cancellationToken))
                : throw new PortUnavailableException(Dependency, $"The risk service answered with status {(int)response.StatusCode}.");
        }
        catch (HttpRequestException exception)
        {
            throw new PortUnavailableException(Dependency, "The risk service can't be reached, or its answer is too long.", exception);
        }
    }

    /// <summary>The client that <see cref="HttpRiskCheck"/> asks with: no redirects, which would carry the token elsewhere.</summary>
    public static HttpClient CreateClient() => new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        // The deadline is the caller's.
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MostBytes,
    };

    private static RiskVerdict Read(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, RiskJson.Default.RiskResponseBody)?.Verdict switch
            {
                "allow" => RiskVerdict.Allow,
                "review" => RiskVerdict.Review,
                "deny" => RiskVerdict.Deny,
                _ => throw new PortUnavailableException(Dependency, "The risk service answered with no verdict that is known."),
            };
        }
        catch (JsonException exception)
        {
            throw new PortUnavailableException(Dependency, "The risk service did not answer in JSON.", exception);
        }
    }

    private static RiskRequestBody ToBody(RiskQuestion question) => new()
    {
        Reference = question.Reference,
        Kind = JsonNamingPolicy.CamelCase.ConvertName(question.Subject.Kind.ToString()),
        Caller = question.Subject.Caller.Value,
        UserId = question.Subject.UserId.Value,
        WalletId = question.Subject.WalletId.ToString(),
        Address = question.Address.Value,
        Movements = [.. question.Subject.Movements.Select(movement => new RiskMovementBody
        {
            Asset = movement.Asset.ToString(),
            Amount = movement.Amount.ToString(CultureInfo.InvariantCulture),
            Recipient = movement.Recipient?.Value,
        })],
        Programs = [.. question.Subject.Programs.Select(program => program.Value)],
        Findings = [.. question.Subject.Findings.Select(finding => finding.Name)],
        Signals = question.Subject.Signals,
        At = question.Subject.At,
    };
}
