using System.Diagnostics.Metrics;
using WalletService.TestKit.Fixtures;

namespace WalletService.Redis.Tests.Connections;

public sealed class RedisMemoryTests(RedisKeySpace keys) : IClassFixture<RedisKeySpace>
{
    [Fact]
    public async Task The_memory_that_redis_uses_is_a_metric_once_it_was_asked()
    {
        await using var services = await RedisCacheServices.OpenAsync(keys);
        var measured = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "wallet_redis_memory")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => measured.Add(bytes));
        listener.Start();

        Assert.True(await RedisCacheServices.IsHealthyAsync(services));
        listener.RecordObservableInstruments();

        Assert.Contains(measured, bytes => bytes > 100_000);
    }
}
