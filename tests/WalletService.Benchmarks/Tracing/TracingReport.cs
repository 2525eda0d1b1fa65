using System.Globalization;
using System.Text;
using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tracing;

/// <summary>What tracing costs, as Markdown: medians over the rounds, and of each round's difference from the service without tracing.</summary>
internal sealed class TracingReport(TracingCostOptions options, IReadOnlyList<TracingSample> samples, string machine, DateOnly date)
{
    private readonly StringBuilder text = new();

    public string ToMarkdown()
    {
        text.Clear();
        Line($"Measured on {date:yyyy-MM-dd}: {machine}; {options.Outstanding} requests under way, {options.Rounds} windows of {options.Seconds} s.");
        Line($"");
        Line($"| | tracing | requests/s | p50 ms | p50 more, ms | p99 ms | processor ms a request | more, ms | more, % | memory more, MB | spans, KB a request |");
        Line($"|---|---|---|---|---|---|---|---|---|---|---|");
        foreach (var workload in samples.Select(sample => sample.Workload).Distinct(StringComparer.Ordinal))
        {
            foreach (var mode in TracingMode.All)
            {
                WriteRow(workload, mode);
            }
        }

        return text.ToString();
    }

    private void WriteRow(string workload, TracingMode mode)
    {
        var own = Of(workload, mode);
        var pairs = own.Zip(Of(workload, TracingMode.Off), (sample, off) => (With: sample.Sample, Without: off.Sample)).ToArray();
        var spans = Statistics.Median(own.Select(sample => sample.SpanBytes / 1_000.0 / (sample.Sample.RequestsPerSecond * options.Seconds)));
        Line($"""
            | {workload} | {mode.Name} | {Median(own, sample => sample.RequestsPerSecond):N0} | {Median(own, sample => sample.MedianMilliseconds):F2} | {More(pairs, sample => sample.MedianMilliseconds):F2} | {Median(own, sample => sample.HighMilliseconds):F1} | {Median(own, sample => sample.CpuSecondsPerThousand):F3} | {More(pairs, sample => sample.CpuSecondsPerThousand):F3} | {Statistics.Median(pairs.Select(pair => ((pair.With.CpuSecondsPerThousand / pair.Without.CpuSecondsPerThousand) - 1) * 100)):F1} | {More(pairs, sample => sample.ResidentMegabytes):F1} | {spans:F2} |
            """);
    }

    private TracingSample[] Of(string workload, TracingMode mode) =>
        [.. samples.Where(sample => sample.Workload == workload && sample.Mode == mode).OrderBy(sample => sample.Round)];

    private static double Median(TracingSample[] samples, Func<Sample, double> value) => Statistics.Median(samples.Select(sample => value(sample.Sample)));

    private static double More((Sample With, Sample Without)[] pairs, Func<Sample, double> value) =>
        Statistics.Median(pairs.Select(pair => value(pair.With) - value(pair.Without)));

    private void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
