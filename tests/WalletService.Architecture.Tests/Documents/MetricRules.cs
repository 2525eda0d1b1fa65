using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>The service's metrics, by the names under which they are served (docs/decisions/0008-own-prometheus-text.md).</summary>
internal static partial class MetricRules
{
    public static IEnumerable<string> Served(IEnumerable<SourceFile> sources) =>
        sources.SelectMany(file => Instrument().Matches(file.Text)).Select(Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private const string Announced = "## Being added";

    /// <summary>The metrics in the first column of a document's tables, but for those that are only announced.</summary>
    public static IEnumerable<string> Documented(string markdown) =>
        Row().Matches(markdown.Split(Announced)[0]).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal);

    private static string Name(Match instrument)
    {
        var unit = instrument.Groups["unit"].Value switch { "s" or "ms" => "_seconds", "By" => "_bytes", _ => string.Empty };
        var kind = instrument.Groups["kind"].Value.EndsWith("Counter", StringComparison.Ordinal) ? "_total" : string.Empty;
        return instrument.Groups["name"].Value + unit + kind;
    }

    [GeneratedRegex(
        """\.Create(?<kind>Counter|Histogram|ObservableCounter|ObservableGauge|Gauge)(<\w+>)?\(\s*"(?<name>wallet_\w+)"(,\s*(unit: )?"(?<unit>\w+)")?""",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Instrument();

    [GeneratedRegex(@"^\| *`(?<name>wallet_\w+)` *\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
