using WalletService.Host.Metrics;

namespace WalletService.Host.Tests.Metrics;

public sealed class SlidingRateTests
{
    private readonly SteppedTime time = new();

    [Fact]
    public void Is_the_share_of_true_outcomes()
    {
        var rate = new SlidingRate(time);
        rate.Record(true);
        rate.Record(true);
        rate.Record(false);
        rate.Record(true);
        Assert.Equal(0.75, rate.Read(whenNone: 1));
    }

    [Fact]
    public void Says_what_it_is_told_to_while_nothing_happened() => Assert.Equal(1, new SlidingRate(time).Read(whenNone: 1));

    [Fact]
    public void Forgets_what_is_older_than_five_minutes()
    {
        var rate = new SlidingRate(time);
        rate.Record(false);
        time.Advance(TimeSpan.FromMinutes(4));
        rate.Record(true);
        Assert.Equal(0.5, rate.Read(whenNone: 0));
        time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(1, rate.Read(whenNone: 0));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, rate.Read(whenNone: 0));
    }

    private sealed class SteppedTime : TimeProvider
    {
        private DateTimeOffset now = DateTimeOffset.UnixEpoch.AddDays(20_000);

        public override DateTimeOffset GetUtcNow() => now;

        public void Advance(TimeSpan by) => now += by;
    }
}
