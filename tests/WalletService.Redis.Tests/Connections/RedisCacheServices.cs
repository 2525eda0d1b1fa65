using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Redis.Tests.Connections;

/// <summary>The adapter as a host composes it.</summary>
internal static class RedisCacheServices
{
    public static Task<ServiceProvider> OpenAsync(RedisKeySpace keys) => OpenAsync(keys.Endpoint, keys.Password, keys.KeyPrefix);

    /// <summary>Opens it and waits for its connection.</summary>
    public static async Task<ServiceProvider> OpenAsync(string endpoint, string password, string keyPrefix = "test:")
    {
        var services = Build(("Endpoint", endpoint), ("Password", password), ("KeyPrefix", keyPrefix), ("CallTimeout", "00:00:05"));
        await Eventually.BecomesTrueAsync(() => IsHealthyAsync(services));
        return services;
    }

    public static ServiceProvider Build(params (string Name, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        return new ServiceCollection().AddRedisCache(section).BuildServiceProvider(validateScopes: true);
    }

    public static async Task<bool> IsHealthyAsync(ServiceProvider services) =>
        (await services.GetRequiredService<IDependencyProbe>().ProbeAsync(default)).Healthy;
}
