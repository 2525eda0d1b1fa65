using WalletService.Domain.Ports;
using WalletService.TestKit.Time;
using Xunit;

namespace WalletService.TestKit.Contracts.Limits;

/// <summary>What every <see cref="IRateLimiter"/> does.</summary>
public abstract class RateLimiterContract : IAsyncLifetime
{
    /// <summary>Slow enough that no token comes back while a test runs.</summary>
    private static readonly RateLimit Slow = new(Burst: 5, PerSecond: 0.001);

    private static int buckets;

    protected abstract IRateLimiter Limiter { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Grants_a_burst_and_then_says_how_long_to_wait()
    {
        var bucket = NewBucket();
        for (var taken = 0; taken < Slow.Burst; taken++)
        {
            Assert.Null(await Limiter.TryTakeAsync(bucket, Slow, default));
        }

        var wait = await Limiter.TryTakeAsync(bucket, Slow, default);

        Assert.NotNull(wait);
        Assert.InRange(wait.Value, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(1_001));
    }

    [Fact]
    public async Task Grants_no_more_than_the_burst_to_many_that_ask_at_once()
    {
        var bucket = NewBucket();

        var waits = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Task.Run(() => Limiter.TryTakeAsync(bucket, Slow, default))));

        Assert.Equal(Slow.Burst, waits.Count(wait => wait is null));
    }

    [Fact]
    public async Task Buckets_do_not_disturb_each_other()
    {
        var single = new RateLimit(Burst: 1, PerSecond: 0.001);

        Assert.Null(await Limiter.TryTakeAsync(NewBucket(), single, default));
        Assert.Null(await Limiter.TryTakeAsync(NewBucket(), single, default));
    }

    [Fact]
    public async Task Tokens_come_back_with_time()
    {
        var bucket = NewBucket();
        var limit = new RateLimit(Burst: 1, PerSecond: 5);
        Assert.Null(await Limiter.TryTakeAsync(bucket, limit, default));

        Pass(TimeSpan.FromMilliseconds(250));

        await Eventually.BecomesTrueAsync(async () => await Limiter.TryTakeAsync(bucket, limit, default) is null);
    }

    /// <summary>Moves the adapter's clock on, where the test has it in hand. Elsewhere the tests poll until time has passed.</summary>
    protected virtual void Pass(TimeSpan duration)
    {
    }

    private static string NewBucket() => $"user-{Interlocked.Increment(ref buckets)}";
}
