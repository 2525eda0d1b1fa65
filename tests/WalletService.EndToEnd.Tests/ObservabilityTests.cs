using System.Net;
using System.Text.Json;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests;

[Collection(SharedStack.Name)]
public sealed class ObservabilityTests(WalletServiceStack stack)
{
    [Fact]
    public async Task After_a_transfer_the_metrics_tell_of_it_by_their_fixed_names()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "metrics");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1"));

        var (_, metrics) = await stack.Service.GetAsync("/metrics");
        Assert.Matches("(?m)^wallet_service_up 1$", metrics);

        // Tests that share the service have it refuse signatures; the rates themselves are held by the host's own tests.
        Assert.Matches("(?m)^wallet_transaction_signing_success_rate (1|0\\.[0-9]+)$", metrics);
        Assert.Matches("(?m)^wallet_kms_error_rate 0(\\.[0-9]+)?$", metrics);
        Assert.Matches("(?m)^wallet_transaction_signing_duration_ms_count [1-9]", metrics);
        Assert.Matches("(?m)^wallet_requests_total\\{.*wallet\\.transaction\\.transferSol.*\\} [1-9]", metrics);
        Assert.Matches("(?m)^wallet_transfer_moves_total\\{state=\"finalized\"\\} [1-9]", metrics);
        foreach (var calls in (string[])["wallet_kms_calls", "wallet_rpc_calls", "wallet_postgres_calls", "wallet_redis_calls"])
        {
            Assert.Contains($"{calls}_total{{", metrics, StringComparison.Ordinal);
        }

        Assert.Equal(string.Empty, await Promtool.CheckAsync(metrics));
    }

    [Fact]
    public async Task Health_names_every_part()
    {
        var (status, body) = await stack.Service.GetAsync("/health");
        using var health = JsonDocument.Parse(body);
        var names = health.RootElement.GetProperty("components").EnumerateArray()
            .Select(component => component.GetProperty("name").GetString());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(["kms", "messaging", "postgres", "redis", "solana-rpc"], names);
    }

    [Fact]
    public async Task Neither_keys_nor_passwords_are_in_the_log()
    {
        await using var client = await stack.ConnectAsync();
        await TestWallet.CreateAsync(client, stack.Localnet, "log");
        foreach (var secret in (string[])[stack.RabbitMq.Password, stack.Redis.Password, stack.Postgres.Password])
        {
            Assert.DoesNotContain(secret, stack.Service.Log, StringComparison.Ordinal);
        }
    }
}
