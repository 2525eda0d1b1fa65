using System.Net;
using System.Text.Json;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Health;

public sealed class HealthTests(EmbeddedService embedded) : IClassFixture<EmbeddedService>
{
    [Fact]
    public async Task Health_has_every_component_with_its_state()
    {
        var (status, body) = await embedded.Service.GetAsync("/health");
        using var health = JsonDocument.Parse(body);
        var names = health.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("name").GetString());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("healthy", health.RootElement.GetProperty("status").GetString());
        Assert.Equal(["kms", "messaging", "solana-rpc", "store"], names);
    }

    [Fact]
    public async Task Live_depends_on_nothing_outside_and_ready_does()
    {
        await using var service = ServiceProcess.Launch(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Solana__RpcUrl"] = "http://127.0.0.1:1",
        });
        await service.AnswersAsync();

        Assert.Equal(HttpStatusCode.OK, (await service.GetAsync("/live")).Status);
        var (status, body) = await service.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("solana-rpc", body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await service.GetAsync("/health")).Status);
    }

    [Fact]
    public async Task Every_answer_has_the_security_headers()
    {
        using var http = new HttpClient { BaseAddress = embedded.Service.BaseUrl };
        foreach (var path in (string[])["/health", "/live", "/ready", "/metrics", "/nothing-here"])
        {
            using var answer = await http.GetAsync(path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }
    }

    [Fact]
    public async Task Metrics_have_the_required_names_and_promtool_accepts_them()
    {
        var (status, body) = await embedded.Service.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var name in (string[])["wallet_service_up", "wallet_transaction_signing_success_rate", "wallet_kms_error_rate"])
        {
            Assert.Matches($"(?m)^{name} [01]$", body);
        }

        Assert.Equal(string.Empty, await Promtool.CheckAsync(body));
    }

    [Fact]
    public async Task The_end_comes_soon_after_SIGTERM_and_in_order()
    {
        await using var localnet = await LocalnetProcess.StartAsync();
        await using var service = await ServiceProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Solana__RpcUrl"] = localnet.RpcUrl.ToString(),
            ["Solana__WebSocketUrl"] = localnet.WebSocketUrl.ToString(),
        });
        await service.StopAsync();
        await Eventually.BecomesTrueAsync(() => service.HasExited);
        Assert.Equal(0, service.ExitCode);
    }
}
