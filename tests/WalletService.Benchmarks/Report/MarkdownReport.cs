using System.Globalization;
using System.Text;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Servers;

namespace WalletService.Benchmarks.Report;

/// <summary>The numbers as Markdown.</summary>
internal sealed class MarkdownReport
{
    private readonly StringBuilder text = new();

    public required BenchmarkOptions Options { get; init; }

    public required IReadOnlyList<Result> Results { get; init; }

    public required CallRates IdleCallsPerSecond { get; init; }

    public required IReadOnlyList<TimeSpan> TimesToReady { get; init; }

    /// <summary>The service at the end of the run.</summary>
    public required ProcessUsage Service { get; init; }

    public required string Machine { get; init; }

    public required IReadOnlyDictionary<string, string> Versions { get; init; }

    public required DateOnly Date { get; init; }

    public string ToMarkdown()
    {
        text.Clear();
        WriteConditions();
        WriteSpeed();
        WriteTargets();
        WriteCalls();
        return text.ToString();
    }

    private void WriteConditions()
    {
        var versions = string.Join(", ", Versions.OrderBy(version => version.Key, StringComparer.Ordinal).Select(version => $"{version.Key} {version.Value}"));
        Line($"Measured on {Date:yyyy-MM-dd}: {Machine}; {versions}.");
        Line($"{Options.Outstanding} requests under way, {Options.Rounds} windows of {Options.Seconds} s per workload, taken in turns.");
        Line($"");
    }

    private void WriteSpeed()
    {
        Line($"| | workload | requests/s, median (range) | p50 ms | p99 ms | errors | processor s per 1,000 | memory MB |");
        Line($"|---|---|---|---|---|---|---|---|");
        foreach (var result in Results)
        {
            var rates = result.Samples.Select(sample => sample.RequestsPerSecond).ToArray();
            Line($"""
                | {result.Workload.Letter} | {result.Workload.Name} | {Statistics.Median(rates):N0} ({rates.Min():N0}–{rates.Max():N0}) | {result.MedianOf(sample => sample.MedianMilliseconds):F1} | {result.MedianOf(sample => sample.HighMilliseconds):F1} | {result.Errors} | {result.MedianOf(sample => sample.CpuSecondsPerThousand):F2} | {result.MedianOf(sample => sample.ResidentMegabytes):F0} |
                """);
        }

        Line($"");
    }

    private void WriteTargets()
    {
        Line($"| | measured | target |");
        Line($"|---|---|---|");
        if (Ratio('c', 'b') is { } cached)
        {
            Line($"| cached balance / MassTransit echo (c/b) | {cached:F2} | at least 0.5 |");
        }

        if (Ratio('d', 'b') is { } wallet)
        {
            Line($"| wallet from the database / MassTransit echo (d/b) | {wallet:F2} | |");
        }

        Line($"| most memory the service ever held | {Service.PeakMegabytes:F0} MB | at most 300 MB |");
        var ready = Statistics.Median(TimesToReady.Select(time => time.TotalSeconds));
        Line($"| start of the process to ready, median of {TimesToReady.Count} | {ready:F2} s | at most 3 s |");
        Line($"");
    }

    private void WriteCalls()
    {
        Line($"| calls per request | KMS | RPC | SQL | Redis |");
        Line($"|---|---|---|---|---|");
        foreach (var result in Results)
        {
            if (result.CallsPerRequest is { } calls)
            {
                WriteRates(result.Workload.Name, calls);
            }
        }

        WriteRates("(each second, without requests)", IdleCallsPerSecond);
    }

    private void WriteRates(string name, CallRates rates) =>
        Line($"| {name} | {rates.Kms:F2} | {rates.Rpc:F2} | {rates.Sql:F2} | {rates.Redis:F2} |");

    /// <summary>The median over the rounds of the ratio within each round; null when one of the two was not measured.</summary>
    private double? Ratio(char numerator, char denominator)
    {
        var over = Results.FirstOrDefault(result => result.Workload.Letter == numerator);
        var under = Results.FirstOrDefault(result => result.Workload.Letter == denominator);
        return over is null || under is null
            ? null
            : Statistics.Median(over.Samples.Zip(under.Samples, (upper, lower) => upper.RequestsPerSecond / lower.RequestsPerSecond));
    }

    private void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
