using System.Net;
using System.Text;
using System.Text.Json;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;
using WalletService.Domain.Values;
using WalletService.Host.Risk;
using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Risk;

public sealed class HttpRiskCheckTests
{
    private static readonly string Token = TestSecrets.Add("the-token-of-the-risk-service");
    private static readonly SolanaAddress Address = SolanaAddress.Parse("4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM");

    [Theory]
    [InlineData("""{"verdict":"allow"}""", RiskVerdict.Allow)]
    [InlineData("""{"verdict":"review","reason":"new customer"}""", RiskVerdict.Review)]
    [InlineData("""{"verdict":"deny"}""", RiskVerdict.Deny)]
    public async Task Reads_the_verdict(string answer, RiskVerdict verdict) =>
        Assert.Equal(verdict, await AskAsync(new ScriptedService(HttpStatusCode.OK, answer)));

    [Theory]
    [InlineData(HttpStatusCode.OK, """{"verdict":"Allow"}""")]
    [InlineData(HttpStatusCode.OK, """{"verdict":"allow""")]
    [InlineData(HttpStatusCode.OK, "{}")]
    [InlineData(HttpStatusCode.OK, "null")]
    [InlineData(HttpStatusCode.OK, "")]
    [InlineData(HttpStatusCode.InternalServerError, """{"verdict":"allow"}""")]
    [InlineData(HttpStatusCode.Found, """{"verdict":"allow"}""")]
    public Task Nothing_but_a_clear_yes_is_a_yes(HttpStatusCode status, string answer) =>
        Assert.ThrowsAsync<PortUnavailableException>(() => AskAsync(new ScriptedService(status, answer)));

    [Fact]
    public Task A_service_that_is_away_is_unavailable() =>
        Assert.ThrowsAsync<PortUnavailableException>(() => AskAsync(new ScriptedService(failure: new HttpRequestException("refused"))));

    [Fact]
    public async Task Asks_with_all_that_policies_judge_and_the_token()
    {
        var service = new ScriptedService(HttpStatusCode.OK, """{"verdict":"allow"}""");

        await AskAsync(service);

        using var asked = JsonDocument.Parse(service.Body!);
        Assert.Equal($"Bearer {Token}", service.Authorization);
        Assert.Equal("transferSol", asked.RootElement.GetProperty("kind").GetString());
        Assert.Equal("reference-1", asked.RootElement.GetProperty("reference").GetString());
        Assert.Equal("shop", asked.RootElement.GetProperty("caller").GetString());
        Assert.Equal(["burst"], asked.RootElement.GetProperty("signals").EnumerateArray().Select(signal => signal.GetString()!));
        var movement = asked.RootElement.GetProperty("movements")[0];
        Assert.Equal("SOL", movement.GetProperty("asset").GetString());
        Assert.Equal("18446744073709551615", movement.GetProperty("amount").GetString());
        Assert.False(movement.TryGetProperty("recipient", out _));
    }

    private static async Task<RiskVerdict> AskAsync(ScriptedService service)
    {
        using var http = new HttpClient(service);
        var options = new RiskOptions { Url = new Uri("https://risk.example/check"), Token = Token };
        var subject = new PolicySubject
        {
            Kind = PolicyRequestKind.TransferSol,
            Caller = CallerId.Parse("shop"),
            UserId = UserId.Parse("alice"),
            WalletId = WalletId.New(TimeProvider.System),
            Movements = [new AssetMovement(Asset.Sol, ulong.MaxValue, Recipient: null)],
            Signals = ["burst"],
            At = DateTimeOffset.UnixEpoch,
        };
        return await new HttpRiskCheck(http, options).AskAsync(new RiskQuestion("reference-1", Address, subject), CancellationToken.None);
    }

    private sealed class ScriptedService(HttpStatusCode status = HttpStatusCode.OK, string answer = "", Exception? failure = null)
        : HttpMessageHandler
    {
        public string? Body { get; private set; }

        public string? Authorization { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (failure is not null)
            {
                throw failure;
            }

            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Authorization = request.Headers.Authorization?.ToString();
            return new HttpResponseMessage(status) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }
}
