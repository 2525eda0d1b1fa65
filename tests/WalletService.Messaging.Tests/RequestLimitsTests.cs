using WalletService.Messaging.Limits;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Fixtures;

namespace WalletService.Messaging.Tests;

/// <summary>Requests are limited by user, by caller and by route, before anything that costs is done for them.</summary>
public sealed class RequestLimitsTests(RabbitMqVirtualHost virtualHost) : IClassFixture<RabbitMqVirtualHost>
{
    private static readonly (string Key, string Value) NoneComesBack = ("Limits:BurstSeconds", "2000");

    [Fact]
    public async Task A_caller_has_its_own_limit_over_all_users()
    {
        await using var service = await StartAsync(("Limits:ChangesPerCaller", "0.001"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        Assert.True((await CreateAsync(caller)).Success);
        Assert.True((await CreateAsync(caller)).Success);
        AssertLimited("caller", await CreateAsync(caller));

        // Other routes have other buckets, and a refused request made no wallet.
        var userId = Some.User();
        AssertLimited("caller", await CreateAsync(caller, userId));
        var list = await caller.AskAsync("wallet.management.list", new { userId }, AsCaller);
        Assert.Empty(list.Data["wallets"]!.AsArray());
    }

    [Fact]
    public async Task A_route_has_its_own_limit_over_all_callers()
    {
        await using var service = await StartAsync(("Limits:Routes:wallet.management.create:PerRoute", "0.001"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        Assert.True((await CreateAsync(caller)).Success);
        Assert.True((await caller.AskAsync("wallet.management.create", new { userId = Some.User(), label = "a" })).Success);
        AssertLimited("route", await CreateAsync(caller));
    }

    [Fact]
    public async Task Reads_are_limited_too_and_a_limit_of_0_is_none()
    {
        await using var service = await StartAsync(
            ("Limits:ReadsPerUser", "0.001"), ("Limits:Routes:wallet.management.list:PerUser", "0"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        var userId = Some.User();
        for (var read = 0; read < 10; read++)
        {
            Assert.True((await caller.AskAsync("wallet.management.list", new { userId })).Success);
        }

        var unknown = new { userId, walletId = Some.RequestId() };
        Assert.Equal("WALLET_NOT_FOUND", (await caller.AskAsync("wallet.management.get", unknown)).Code);
        Assert.Equal("WALLET_NOT_FOUND", (await caller.AskAsync("wallet.management.get", unknown)).Code);
        AssertLimited("user", await caller.AskAsync("wallet.management.get", unknown));
    }

    [Fact]
    public void A_limit_for_a_route_that_does_not_exist_is_refused()
    {
        var options = new LimitsOptions { Routes = { ["wallet.balance.got"] = new RouteLimitSettings { PerUser = 1 } } };
        Assert.Contains("wallet.balance.got", new LimitsOptionsRules().Validate(null, options).FailureMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void A_limit_out_of_range_is_refused()
    {
        var options = new LimitsOptions { Routes = { ["wallet.balance.get"] = new RouteLimitSettings { PerCaller = -1 } } };
        Assert.Contains("wallet.balance.get", new LimitsOptionsRules().Validate(null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new LimitsOptionsRules().Validate(null, new LimitsOptions()).Succeeded);
    }

    private async Task<RunningService> StartAsync(params (string Key, string Value)[] limits) => await RunningService.StartAsync(
        new Broker(virtualHost.Uri, virtualHost.UserName, virtualHost.Password), [NoneComesBack, .. limits]);

    private Task<AmqpReply> CreateAsync(AmqpCaller caller, string? userId = null) =>
        caller.AskAsync("wallet.management.create", new { userId = userId ?? Some.User(), label = "a" }, AsCaller);

    private void AsCaller(RabbitMQ.Client.BasicProperties properties) => properties.UserId = virtualHost.UserName;

    private static void AssertLimited(string scope, AmqpReply reply)
    {
        Assert.Equal("RATE_LIMITED", reply.Code);
        Assert.Equal(scope, reply.Json["error"]!["details"]!["scope"]!.GetValue<string>());
        Assert.True(long.Parse(reply.Json["error"]!["details"]!["retryAfterMs"]!.GetValue<string>()) > 1_000);
    }
}
