using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Redis.Tests.Connections;
using WalletService.TestKit.Contracts.Balances;
using WalletService.TestKit.Fixtures;

namespace WalletService.Redis.Tests.Balances;

public sealed class RedisBalanceCacheTests(RedisKeySpace keys) : BalanceCacheContract, IClassFixture<RedisKeySpace>
{
    private ServiceProvider? services;

    protected override IBalanceCache Cache => services!.GetRequiredService<IBalanceCache>();

    public override async Task InitializeAsync() => services = await RedisCacheServices.OpenAsync(keys);

    public override async Task DisposeAsync() => await services!.DisposeAsync();
}
