using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Redis;
using WalletService.Redis.Balances;
using WalletService.Redis.Connections;
using WalletService.Redis.Limits;

namespace Microsoft.Extensions.DependencyInjection;

public static class RedisServiceCollectionExtensions
{
    /// <summary>Balance cache, work locks and rate limits shared by all instances through Redis, with the health probe <c>redis</c>.</summary>
    public static IServiceCollection AddRedisCache(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<RedisOptions, RedisOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<RedisOptions>, RedisOptionsRules>();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<RedisConnection>();
        services.AddSingleton<RedisTelemetry>();
        services.AddSingleton<RedisCalls>();

        services.AddSingleton<IBalanceCache, RedisBalanceCache>();
        services.AddSingleton<IWorkLock, RedisWorkLock>();
        services.AddSingleton<IRateLimiter, RedisRateLimiter>();
        services.AddSingleton<IDependencyProbe, RedisProbe>();
        return services;
    }
}
