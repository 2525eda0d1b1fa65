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
            Assert.Null(await TakeAsync(bucket, Slow));
        }

        var wait = await TakeAsync(bucket, Slow);

        Assert.NotNull(wait);
        Assert.InRange(wait.RetryAfter, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(1_001));
    }

    [Fact]
    public async Task Grants_no_more_than_the_burst_to_many_that_ask_at_once()
    {
        var bucket = NewBucket();

        var waits = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(_ => Task.Run(() => TakeAsync(bucket, Slow))));

        Assert.Equal(Slow.Burst, waits.Count(wait => wait is null));
    }

    [Fact]
    public async Task Buckets_do_not_disturb_each_other()
    {
        var single = new RateLimit(Burst: 1, PerSecond: 0.001);

        Assert.Null(await TakeAsync(NewBucket(), single));
        Assert.Null(await TakeAsync(NewBucket(), single));
    }

    [Fact]
    public async Task Tokens_come_back_with_time()
    {
        var bucket = NewBucket();
        var limit = new RateLimit(Burst: 1, PerSecond: 5);
        Assert.Null(await TakeAsync(bucket, limit));

        Pass(TimeSpan.FromMilliseconds(250));

        await Eventually.BecomesTrueAsync(async () => await TakeAsync(bucket, limit) is null);
    }

    [Fact]
    public async Task Takes_from_all_buckets_or_from_none()
    {
        var (wide, narrow) = (new LimitedBucket(NewBucket(), Slow), new LimitedBucket(NewBucket(), Slow with { Burst = 2 }));
        Assert.Null(await Limiter.TryTakeAsync([wide, narrow], default));
        Assert.Null(await Limiter.TryTakeAsync([wide, narrow], default));
        for (var refused = 0; refused < 10; refused++)
        {
            Assert.Equal(1, (await Limiter.TryTakeAsync([wide, narrow], default))?.Bucket);
        }

        // The refusals took nothing of the wide bucket.
        for (var left = 2; left < Slow.Burst; left++)
        {
            Assert.Null(await Limiter.TryTakeAsync([wide], default));
        }

        Assert.NotNull(await Limiter.TryTakeAsync([wide], default));
    }

    [Fact]
    public async Task Names_the_bucket_that_has_to_be_waited_for_longest()
    {
        var slow = new LimitedBucket(NewBucket(), new RateLimit(Burst: 1, PerSecond: 0.001));
        var slower = new LimitedBucket(NewBucket(), new RateLimit(Burst: 1, PerSecond: 0.0001));
        Assert.Null(await Limiter.TryTakeAsync([slow, slower], default));

        Assert.Equal(1, (await Limiter.TryTakeAsync([slow, slower], default))?.Bucket);
        Assert.Equal(0, (await Limiter.TryTakeAsync([slower, slow], default))?.Bucket);
    }

    [Fact]
    public async Task Many_that_ask_for_shared_and_own_buckets_at_once_get_no_more_than_either_holds()
    {
        var shared = new LimitedBucket(NewBucket(), Slow with { Burst = 20 });
        var own = Enumerable.Range(0, 4).Select(_ => new LimitedBucket(NewBucket(), Slow with { Burst = 6 })).ToArray();

        var granted = await Task.WhenAll(Enumerable.Range(0, 80).Select(number => Task.Run(
            async () => (Own: number % own.Length, IsGranted: await Limiter.TryTakeAsync([shared, own[number % own.Length]], default) is null))));

        Assert.Equal(20, granted.Count(one => one.IsGranted));
        Assert.All(granted.Where(one => one.IsGranted).CountBy(one => one.Own), count => Assert.InRange(count.Value, 1, 6));
    }

    /// <summary>Moves the adapter's clock on, where the test has it in hand. Elsewhere the tests poll until time has passed.</summary>
    protected virtual void Pass(TimeSpan duration)
    {
    }

    private Task<LimitRefusal?> TakeAsync(string bucket, RateLimit limit) => Limiter.TryTakeAsync([new LimitedBucket(bucket, limit)], default);

    private static string NewBucket() => $"user-{Interlocked.Increment(ref buckets)}";
}
