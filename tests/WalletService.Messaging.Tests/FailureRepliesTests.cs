using WalletService.Domain.Ports;
using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>What callers are told when something the service depends on fails.</summary>
public sealed class FailureRepliesTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    private const string Secret = "secret inside: 10.0.0.7 password=hunter2";

    public static TheoryData<Exception, string, bool> Failures() => new()
    {
        { new PortUnavailableException("solana-rpc", Secret), "DEPENDENCY_UNAVAILABLE", true },
        { new OutcomeUnknownException("solana-rpc", Secret), "DEPENDENCY_UNAVAILABLE", true },
        { new KeyUnusableException("disabled", Secret), "SIGNING_FAILED", false },
        { new InvalidOperationException(Secret), "INTERNAL", true },
        { new OperationCanceledException(Secret), "INTERNAL", true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Translates_every_failure_and_tells_nothing_of_its_text(Exception failure, string code, bool retryable)
    {
        var wallet = await FundedWallet.CreateAsync(fixture.Service, fixture.Caller);
        fixture.Service.Ledger.Failure = failure;
        try
        {
            var reply = await fixture.Caller.AskAsync(
                "wallet.balance.get", new { userId = wallet.UserId, walletId = wallet.WalletId, commitment = "finalized" });
            Assert.Equal(code, reply.Code);
            Assert.Equal(retryable, reply.Json["error"]!["retryable"]!.GetValue<bool>());
            Assert.DoesNotContain("secret", reply.Body, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", reply.Body, StringComparison.Ordinal);
        }
        finally
        {
            fixture.Service.Ledger.Failure = null;
        }
    }

    [Fact]
    public async Task Creates_one_wallet_when_the_vault_was_away_the_first_time()
    {
        var request = new { userId = Some.User(), label = "Late", requestId = Some.RequestId() };
        fixture.Service.Keys.Failure = new PortUnavailableException("kms", Secret);
        var refused = await fixture.Caller.AskAsync("wallet.management.create", request);
        fixture.Service.Keys.Failure = null;
        Assert.Equal("DEPENDENCY_UNAVAILABLE", refused.Code);

        var created = await fixture.Caller.AskAsync("wallet.management.create", request);
        Assert.True(created.Success, created.Body);
        var list = await fixture.Caller.AskAsync("wallet.management.list", new { request.userId });
        Assert.Single(list.Data["wallets"]!.AsArray());
    }

    [Fact]
    public async Task Limits_the_rate_of_each_user_and_route_and_says_when_to_come_again()
    {
        await using var service = await RunningService.StartAsync(
            await NewBrokerAsync(), ("Limits:ChangesPerUser", "0.001"), ("Limits:BurstSeconds", "2000"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        var userId = Some.User();
        for (var index = 0; index < 2; index++)
        {
            Assert.True((await caller.AskAsync("wallet.management.create", new { userId, label = "a" })).Success);
        }

        var limited = await caller.AskAsync("wallet.management.create", new { userId, label = "a" });
        Assert.Equal("RATE_LIMITED", limited.Code);
        Assert.True(long.Parse(limited.Json["error"]!["details"]!["retryAfterMs"]!.GetValue<string>()) > 1_000);
        Assert.True((await caller.AskAsync("wallet.management.create", new { userId = Some.User(), label = "a" })).Success);
        Assert.True((await caller.AskAsync("wallet.management.list", new { userId })).Success);
        Assert.Equal("VALIDATION_FAILED", (await caller.AskAsync("wallet.management.create", "{")).Code);
    }

    private static async Task<Broker> NewBrokerAsync()
    {
        var virtualHost = new TestKit.Fixtures.RabbitMqVirtualHost();
        await virtualHost.InitializeAsync();
        return new Broker(virtualHost.Uri, virtualHost.UserName, virtualHost.Password);
    }
}
