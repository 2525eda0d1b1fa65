using System.Globalization;
using System.Text;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Report;

/// <summary>The numbers as Markdown.</summary>
internal sealed class MarkdownReport
{
    /// <summary>Calls that are rarer than this per request are not worth a row.</summary>
    private const double LeastShown = 0.0005;

    private readonly StringBuilder text = new();

    public required BenchmarkOptions Options { get; init; }

    public required IReadOnlyList<Result> Results { get; init; }

    public required IReadOnlyList<BurstResult> Bursts { get; init; }

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
        WriteBursts();
        WriteTargets();
        WriteCalls();
        WriteEach("RPC calls per transfer", Transfers(), calls => calls.RpcByMethod);
        WriteEach("SQL round trips per request, by operation", [.. Counted()], calls => calls.RoundTripsByOperation);
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

    private void WriteBursts()
    {
        if (Bursts.Count == 0)
        {
            return;
        }

        Line($"| | transfers at one moment | submitted: p50 ms | p99 ms | confirmed: p50 ms | p99 ms | errors |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var result in Bursts)
        {
            Line($"""
                | {result.Burst.Letter} | {result.Burst.Name} | {result.MedianOf("submitted", sample => sample.MedianMilliseconds):N0} | {result.MedianOf("submitted", sample => sample.HighMilliseconds):N0} | {result.MedianOf("confirmed", sample => sample.MedianMilliseconds):N0} | {result.MedianOf("confirmed", sample => sample.HighMilliseconds):N0} | {result.Errors} |
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
        Line($"| calls per request | KMS | RPC | RPC without fee look-ups | SQL round trips | SQL statements | Redis |");
        Line($"|---|---|---|---|---|---|---|");
        foreach (var (name, calls) in Counted())
        {
            WriteRates(name, calls);
        }

        WriteRates("(each second, without requests)", IdleCallsPerSecond);
        if (Transfers().Count > 0)
        {
            Line($"| target for a transfer | 1 | | at most 1.2 | at most 4 | | |");
        }

        Line($"");
    }

    private void WriteRates(string name, CallRates rates) => Line($"""
        | {name} | {rates.Kms:F2} | {rates.Rpc:F2} | {rates.RpcWithoutFeeLookUps:F2} | {rates.RoundTrips:F2} | {rates.Statements:F2} | {rates.Redis:F2} |
        """);

    /// <summary>What the requests call of each kind, the most frequent first.</summary>
    private void WriteEach(
        string title, IReadOnlyList<(string Name, CallRates Calls)> counted, Func<CallRates, IReadOnlyDictionary<string, double>> rates)
    {
        if (counted.Count == 0)
        {
            return;
        }

        Line($"| {title} | {string.Join(" | ", counted.Select(request => request.Name))} |");
        Line($"|---|{string.Concat(counted.Select(_ => "---|"))}");
        var kinds = counted.SelectMany(request => rates(request.Calls))
            .GroupBy(kind => kind.Key, kind => kind.Value, StringComparer.Ordinal)
            .Where(kind => kind.Max() >= LeastShown)
            .OrderByDescending(kind => kind.Max());
        foreach (var kind in kinds)
        {
            var values = counted.Select(request => rates(request.Calls).GetValueOrDefault(kind.Key).ToString("F3", CultureInfo.InvariantCulture));
            Line($"| {kind.Key} | {string.Join(" | ", values)} |");
        }

        Line($"");
    }

    private List<(string Name, CallRates Calls)> Transfers() =>
        [.. Counted(result => result.Workload is TransferWorkload), .. CountedBursts()];

    private IEnumerable<(string Name, CallRates Calls)> Counted() => Counted(_ => true).Concat(CountedBursts());

    private IEnumerable<(string Name, CallRates Calls)> Counted(Func<Result, bool> isWanted) => Results
        .Where(result => result.CallsPerRequest is not null && isWanted(result))
        .Select(result => (result.Workload.Name, result.CallsPerRequest!));

    private IEnumerable<(string Name, CallRates Calls)> CountedBursts() => Bursts
        .Where(result => result.CallsPerRequest is not null)
        .Select(result => (result.Burst.Name, result.CallsPerRequest!));

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
