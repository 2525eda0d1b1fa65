using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WalletService.Domain.Features;
using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Host.Keys;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Keys;

/// <summary>Keys are made ahead while that is switched on, and only then.</summary>
public sealed class KeyPoolServiceTests
{
    private readonly ManualTimeProvider time = new();
    private readonly FeatureOptions features = new();
    private readonly KeyPoolOptions options = new() { Size = 2 };

    [Fact]
    public async Task No_key_is_made_ahead_while_the_pool_is_off_and_those_that_are_ready_stay()
    {
        await using var services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddMetrics().AddEmbeddedStorage().BuildServiceProvider();
        var (pool, keys) = (services.GetRequiredService<IKeyPool>(), new FakeWalletKeys());
        var meters = services.GetRequiredService<IMeterFactory>();
        using var service = new KeyPoolService(
            new KeyPoolFiller(pool, keys, options, time), options, new FeatureDefaults(features), meters, time, NullLogger<KeyPoolService>.Instance);
        features.KeyPool = false;
        await service.StartAsync(CancellationToken.None);

        // It waits for its next turn, and would have made one by then.
        await WaitsAsync();
        Assert.Equal(0, await CountAsync());

        features.KeyPool = true;
        await TurnAsync();
        Assert.Equal(1, await CountAsync());

        features.KeyPool = false;
        await TurnAsync();
        Assert.Equal(1, await CountAsync());
        await service.StopAsync(CancellationToken.None);

        Task<int> CountAsync() => pool.CountAsync(keys.Provider, CancellationToken.None);
    }

    private Task WaitsAsync() => Eventually.BecomesTrueAsync(() => time.PendingTimers().Count == 1);

    private Task TurnAsync()
    {
        time.Advance(options.RefillInterval);
        return WaitsAsync();
    }
}
