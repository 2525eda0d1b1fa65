using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Redis.Tests.Connections;

/// <summary>Without Redis everything is answered, only with more work.</summary>
public sealed class RedisOutageTests
{
    private static readonly RateLimit Limit = new(Burst: 3, PerSecond: 0.001);

    [Fact]
    public async Task Everything_is_answered_when_redis_was_never_there()
    {
        await using var services = RedisCacheServices.Build(("Endpoint", $"127.0.0.1:{FreePort.Next()}"));

        await AnswersWithoutRedisAsync(services);
    }

    [Fact]
    public async Task Everything_is_answered_when_redis_dies_and_it_is_used_again_when_it_is_back()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = await RedisCacheServices.OpenAsync(server.Endpoint, server.Password);
        var cache = services.GetRequiredService<IBalanceCache>();
        var balance = NewBalance();
        await cache.SetAsync(balance, TimeSpan.FromMinutes(1), default);
        Assert.NotNull(await cache.GetAsync(balance.WalletId, default));

        await server.KillAsync();
        await AnswersWithoutRedisAsync(services);

        await server.StartAgainAsync();
        await Eventually.BecomesTrueAsync(() => RedisCacheServices.IsHealthyAsync(services));
        await cache.SetAsync(balance, TimeSpan.FromMinutes(1), default);
        Assert.Equal(balance, await cache.GetAsync(balance.WalletId, default));
        Assert.Null(await services.GetRequiredService<IRateLimiter>().TryTakeAsync([new LimitedBucket("fresh", Limit)], default));
    }

    [Fact]
    public async Task A_redis_that_hangs_holds_nobody_up()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = RedisCacheServices.Build(
            ("Endpoint", server.Endpoint), ("Password", server.Password), ("BreakDuration", "00:01:00"));
        await Eventually.BecomesTrueAsync(() => RedisCacheServices.IsHealthyAsync(services));
        server.Freeze();
        try
        {
            await AnswersWithoutRedisAsync(services);
        }
        finally
        {
            server.Thaw();
        }

        // The probe asks although Redis is left alone, and its answer ends that.
        await Eventually.BecomesTrueAsync(() => RedisCacheServices.IsHealthyAsync(services));
        var balance = NewBalance();
        var cache = services.GetRequiredService<IBalanceCache>();
        await cache.SetAsync(balance, TimeSpan.FromMinutes(1), default);
        Assert.Equal(balance, await cache.GetAsync(balance.WalletId, default));
    }

    [Fact]
    public async Task A_redis_that_takes_another_password_is_unhealthy_and_not_in_the_way()
    {
        await using var server = await RedisServer.StartAsync();
        await using var services = RedisCacheServices.Build(("Endpoint", server.Endpoint), ("Password", "wrong"));

        await AnswersWithoutRedisAsync(services);
    }

    private static async Task AnswersWithoutRedisAsync(ServiceProvider services)
    {
        var cache = services.GetRequiredService<IBalanceCache>();
        var balance = NewBalance();
        await cache.SetAsync(balance, TimeSpan.FromMinutes(1), default);
        Assert.Null(await cache.GetAsync(balance.WalletId, default));
        await cache.RemoveAsync(balance.WalletId, default);

        var workLock = services.GetRequiredService<IWorkLock>();
        await using var first = await workLock.TryAcquireAsync("work", TimeSpan.FromMinutes(1), default);
        await using var second = await workLock.TryAcquireAsync("work", TimeSpan.FromMinutes(1), default);
        Assert.NotNull(first);
        Assert.NotNull(second);

        var limiter = services.GetRequiredService<IRateLimiter>();
        for (var taken = 0; taken < Limit.Burst; taken++)
        {
            Assert.Null(await limiter.TryTakeAsync([new LimitedBucket("user", Limit)], default));
        }

        Assert.NotNull(await limiter.TryTakeAsync([new LimitedBucket("user", Limit)], default));

        var probe = services.GetRequiredService<IDependencyProbe>();
        var state = await probe.ProbeAsync(default);
        Assert.False(state.Healthy);
        Assert.StartsWith("Unreachable since 20", state.Detail, StringComparison.Ordinal);
        Assert.False(probe.Essential);
    }

    private static WalletBalance NewBalance() => new()
    {
        WalletId = WalletId.New(TimeProvider.System),
        UserId = UserId.Parse("user-1"),
        Address = SolanaAddress.Parse("Vote111111111111111111111111111111111111111"),
        Lamports = new Lamports(5),
        Reserved = Lamports.Zero,
        Slot = 1,
        AsOf = DateTimeOffset.UnixEpoch,
    };
}
