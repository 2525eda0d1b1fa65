using WalletService.Domain.Limits;
using WalletService.Domain.Ports;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Limits;

public sealed class TokenBucketTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RateLimit Limit = new(Burst: 2, PerSecond: 4);

    [Fact]
    public void Says_exactly_how_long_to_wait()
    {
        var empty = Drained();

        empty.Take(Limit, Start, out var atOnce);
        empty.Take(Limit, Start.AddMilliseconds(100), out var later);

        Assert.Equal(TimeSpan.FromMilliseconds(250), atOnce);
        Assert.Equal(TimeSpan.FromMilliseconds(150), later);
    }

    [Fact]
    public void Grants_one_as_soon_as_it_was_promised()
    {
        Drained().Take(Limit, Start.AddMilliseconds(250), out var wait);

        Assert.Null(wait);
    }

    [Fact]
    public void Never_holds_more_than_its_burst()
    {
        var bucket = Drained();
        var granted = 0;
        for (var asked = 0; asked < 10; asked++)
        {
            bucket = bucket.Take(Limit, Start.AddDays(1), out var wait);
            granted += wait is null ? 1 : 0;
        }

        Assert.Equal(Limit.Burst, granted);
    }

    [Fact]
    public void A_clock_that_is_set_back_neither_drains_nor_fills_it()
    {
        var bucket = Drained().Take(Limit, Start.AddHours(-1), out var back);
        bucket.Take(Limit, Start, out var again);

        Assert.NotNull(back);
        Assert.Equal(TimeSpan.FromMilliseconds(250), again);
    }

    [Fact]
    public void Buckets_are_forgotten_when_they_are_full_and_only_then()
    {
        var time = new ManualTimeProvider();
        var buckets = new TokenBuckets(time);
        var slow = new RateLimit(Burst: 1, PerSecond: 0.0001);
        Assert.Null(buckets.TryTake([new LimitedBucket("kept", slow)]));

        for (var number = 0; number < 5_000; number++)
        {
            time.Advance(TimeSpan.FromMilliseconds(500));
            Assert.Null(buckets.TryTake([new LimitedBucket($"passing-{number}", Limit)]));
        }

        Assert.NotNull(buckets.TryTake([new LimitedBucket("kept", slow)]));
        Assert.InRange(buckets.Count, 1, 2_000);
    }

    private static TokenBucket Drained() =>
        TokenBucket.Full(Limit, Start).Take(Limit, Start, out _).Take(Limit, Start, out _);
}
