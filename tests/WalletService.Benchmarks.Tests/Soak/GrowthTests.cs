using WalletService.Benchmarks.Soak;

namespace WalletService.Benchmarks.Tests.Soak;

public sealed class GrowthTests
{
    private static readonly Holding Usual = new(300, 200, 40, 12, 20);

    [Fact]
    public void What_rises_while_it_warms_up_and_then_stays_has_not_grown() =>
        Assert.Empty(Growth.In([.. Enumerable.Range(1, 10).Select(minute => Usual with { Megabytes = 30 * minute }), .. Enumerable.Repeat(Usual, 20)]));

    [Fact]
    public void What_goes_on_rising_has_grown()
    {
        var samples = Enumerable.Range(0, 30).Select(minute => Usual with { Megabytes = 200 + (4 * minute), Handles = 200 + (2 * minute), Channels = 12 + minute }).ToList();

        Assert.Equal(["memory grew from 258 to 298", "handles grew from 229 to 249", "channels grew from 26 to 36"], Growth.In(samples));
    }

    [Fact]
    public void A_few_samples_say_nothing() => Assert.Empty(Growth.In([Usual, Usual with { Megabytes = 500 }]));
}
