using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Messaging.Limits;
using WalletService.Messaging.Routing;
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
    public async Task A_changed_limit_holds_from_the_next_request_on()
    {
        await using var service = await StartAsync();
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        Assert.True((await CreateAsync(caller)).Success);

        var configuration = (IConfigurationRoot)service.Services.GetRequiredService<IConfiguration>();
        configuration["Limits:ChangesPerCaller"] = "0.001";
        configuration["Limits:BurstSeconds"] = "1000";
        configuration.Reload();
        await CreateAsync(caller);

        AssertLimited("caller", await CreateAsync(caller));
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
    public async Task What_pays_or_signs_counts_together_whatever_its_route()
    {
        await using var service = await StartAsync(("Limits:TransfersPerUser", "0.001"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        var userId = Some.User();
        AssertTaken(await MoveAsync(caller, "wallet.transaction.sign", userId));
        AssertTaken(await MoveAsync(caller, "wallet.transaction.send", userId));
        AssertLimited("user", await MoveAsync(caller, "wallet.transaction.sign", userId));
        AssertLimited("user", await MoveAsync(caller, "wallet.transaction.send", userId));

        // Before anything else is looked at, and for nobody else.
        AssertLimited("user", await caller.AskAsync("wallet.transaction.transferSol", new { userId }));
        Assert.True((await CreateAsync(caller, userId)).Success);
        AssertTaken(await MoveAsync(caller, "wallet.transaction.sign", Some.User()));
    }

    [Fact]
    public async Task What_all_callers_pay_and_sign_has_a_limit()
    {
        await using var service = await StartAsync(("Limits:TransfersOfAll", "0.001"));
        await using var caller = await AmqpCaller.ConnectAsync(service.Broker);
        AssertTaken(await MoveAsync(caller, "wallet.transaction.sign", Some.User()));
        AssertTaken(await MoveAsync(caller, "wallet.transaction.send", Some.User()));
        AssertLimited("route", await MoveAsync(caller, "wallet.transaction.sign", Some.User()));
    }

    /// <summary>By name, so that a new route has to be thought about.</summary>
    [Fact]
    public void Every_route_that_pays_or_signs_is_known_to() => Assert.Equal(
        [
            "wallet.management.rotateKey",
            "wallet.transaction.transferSol",
            "wallet.transaction.transferToken",
            "wallet.transaction.transferBatch",
            "wallet.transaction.sign",
            "wallet.transaction.signMessage",
            "wallet.transaction.send",
        ],
        WalletRoutes.All.Where(route => route.MovesValue).Select(route => route.Name));

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

    private static Task<AmqpReply> MoveAsync(AmqpCaller caller, string route, string userId) =>
        caller.AskAsync(route, new { userId, walletId = Some.RequestId(), transaction = "AQID", requestId = Some.RequestId() });

    private void AsCaller(RabbitMQ.Client.BasicProperties properties) => properties.UserId = virtualHost.UserName;

    private static void AssertTaken(AmqpReply reply) => Assert.NotEqual("RATE_LIMITED", reply.Code);

    private static void AssertLimited(string scope, AmqpReply reply)
    {
        Assert.Equal("RATE_LIMITED", reply.Code);
        Assert.Equal(scope, reply.Json["error"]!["details"]!["scope"]!.GetValue<string>());
        Assert.True(long.Parse(reply.Json["error"]!["details"]!["retryAfterMs"]!.GetValue<string>()) > 1_000);
    }
}
