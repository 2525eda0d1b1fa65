using WalletService.Benchmarks.Load;

namespace WalletService.Benchmarks.Measurement;

/// <summary>What one window of a workload came to.</summary>
/// <param name="CpuSecondsPerThousand">Processor time of the responder for 1,000 requests.</param>
/// <param name="ResidentMegabytes">Memory of the responder at the end of the window, in 1,000,000 bytes.</param>
internal sealed record Sample(
    double RequestsPerSecond, double MedianMilliseconds, double HighMilliseconds, double CpuSecondsPerThousand, double ResidentMegabytes)
{
    private const double High = 0.99;

    public static Sample Of(LoadWindow window, TimeSpan processorTime, double residentMegabytes)
    {
        var ordered = window.Latencies.Order().ToArray();
        return new Sample(
            window.RequestsPerSecond,
            Statistics.Quantile(ordered, 0.5),
            Statistics.Quantile(ordered, High),
            ordered.Length == 0 ? double.NaN : processorTime.TotalSeconds * 1_000 / ordered.Length,
            residentMegabytes);
    }
}
