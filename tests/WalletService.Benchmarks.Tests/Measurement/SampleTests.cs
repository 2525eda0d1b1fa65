using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tests.Measurement;

public sealed class SampleTests
{
    [Fact]
    public void A_window_is_summed_up()
    {
        var window = new LoadWindow(TimeSpan.FromSeconds(2), [.. Enumerable.Range(1, 1_000).Select(value => 1_001.0 - value)]);

        var sample = Sample.Of(window, processorTime: TimeSpan.FromSeconds(0.25), residentMegabytes: 120);

        Assert.Equal(new Sample(RequestsPerSecond: 500, MedianMilliseconds: 500, HighMilliseconds: 990, CpuSecondsPerThousand: 0.25, ResidentMegabytes: 120), sample);
    }
}
