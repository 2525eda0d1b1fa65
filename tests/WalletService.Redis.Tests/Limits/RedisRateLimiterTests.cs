using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Redis.Tests.Connections;
using WalletService.TestKit.Contracts.Limits;
using WalletService.TestKit.Fixtures;

namespace WalletService.Redis.Tests.Limits;

public sealed class RedisRateLimiterTests(RedisKeySpace keys) : RateLimiterContract, IClassFixture<RedisKeySpace>
{
    private ServiceProvider? services;

    protected override IRateLimiter Limiter => services!.GetRequiredService<IRateLimiter>();

    public override async Task InitializeAsync() => services = await RedisCacheServices.OpenAsync(keys);

    public override async Task DisposeAsync() => await services!.DisposeAsync();
}
