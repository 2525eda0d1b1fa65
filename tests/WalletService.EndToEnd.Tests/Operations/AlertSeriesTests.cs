using System.Text.RegularExpressions;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>
/// What the alerts count is served from the start, at zero: Prometheus sees no increase in a series that begins with its first count.
/// </summary>
public sealed partial class AlertSeriesTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>
{
    /// <summary>Alerts on shares and speeds, which many counts raise: that the first of them is missed delays them by nothing.</summary>
    private static readonly Dictionary<string, string> BegunByTheirFirstCount = new(StringComparer.Ordinal)
    {
        ["wallet_requests_total"] = "Routes and callers times error codes: thousands of series, most of them never used.",
        ["wallet_kms_calls_total"] = "Operations times kinds of failure; fifteen refusals in five minutes raise the alert.",
        ["wallet_requests_limited_total"] = "Routes times scopes; 1,500 refusals in five minutes raise the alert.",
        ["wallet_callers_refused_total"] = "Sixty refusals in five minutes raise the alert.",
        ["wallet_risk_check_duration_seconds_count"] = "A histogram can't be shown empty, and only a risk service that is asked has one.",
    };

    [Fact]
    public async Task What_alerts_count_is_there_before_it_happens()
    {
        var counted = Counted().ToArray();
        string[] missing = [];
        var polls = Eventually.BecomesTrueAsync(async () =>
        {
            var served = (await stack.Service.GetAsync("/metrics")).Body.Split('\n');
            missing = [.. counted.Where(series => !served.Any(series.Is)).Select(series => series.ToString())];
            return missing.Length == 0;
        });
        await polls.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Empty(missing);
        Assert.Contains(counted, series => series.ToString() == "wallet_ledger_entries_total{kind=\"unexplained\"}");
        Assert.Contains(counted, series => series.ToString() == "wallet_rpc_node_changes_total{what=\"refused\"}");
    }

    /// <summary>Every <c>increase</c>, without exception, and the rates.</summary>
    private static IEnumerable<CountedSeries> Counted() => Range().Matches(File.ReadAllText(AlertThresholds.PathOf("rules", "alerts.yaml")))
        .Where(match => match.Groups["function"].Value == "increase" || !BegunByTheirFirstCount.ContainsKey(match.Groups["name"].Value))
        .SelectMany(match => CountedSeries.Of(match.Groups["name"].Value, match.Groups["labels"].Value))
        .Distinct();

    [GeneratedRegex(@"(?<function>rate|increase)\((?<name>\w+)(\{(?<labels>[^}]*)\})?\[", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Range();

    /// <summary>A metric with the one value of a label that an alert asks for; without label, any of the metric's series.</summary>
    private sealed partial record CountedSeries(string Metric, string? Label, string? Value)
    {
        public static IEnumerable<CountedSeries> Of(string metric, string labels)
        {
            var asked = Matcher().Matches(labels).Where(match => match.Groups["label"].Value != "job").ToArray();
            return asked.Length == 0
                ? [new CountedSeries(metric, null, null)]
                : asked.SelectMany(match => match.Groups["values"].Value.Split('|')
                    .Select(value => new CountedSeries(metric, match.Groups["label"].Value, value)));
        }

        public bool Is(string line) => Label is null
            ? line.StartsWith(Metric + '{', StringComparison.Ordinal) || line.StartsWith(Metric + ' ', StringComparison.Ordinal)
            : line.StartsWith(Metric + '{', StringComparison.Ordinal) && line.Contains($"{Label}=\"{Value}\"", StringComparison.Ordinal);

        public override string ToString() => Label is null ? Metric : $"{Metric}{{{Label}=\"{Value}\"}}";

        [GeneratedRegex("(?<label>\\w+)=~?\"(?<values>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Matcher();
    }
}
