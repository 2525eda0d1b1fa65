using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.Redis.Tests.Connections;
using WalletService.TestKit.Contracts.Limits;
using WalletService.TestKit.Fixtures;

namespace WalletService.Redis.Tests.Limits;

public sealed class RedisWorkLockTests(RedisKeySpace keys) : WorkLockContract, IClassFixture<RedisKeySpace>
{
    private ServiceProvider? services;

    protected override IWorkLock Lock => services!.GetRequiredService<IWorkLock>();

    public override async Task InitializeAsync() => services = await RedisCacheServices.OpenAsync(keys);

    public override async Task DisposeAsync() => await services!.DisposeAsync();
}
