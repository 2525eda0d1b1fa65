using System.Globalization;

namespace WalletService.Benchmarks.Servers;

/// <summary>Reads Prometheus' text format as far as counters go.</summary>
internal static class PrometheusText
{
    /// <summary>The values of a counter by one of its labels, summed over the others.</summary>
    /// <param name="text">What <c>/metrics</c> answers.</param>
    /// <param name="name">The counter's full name.</param>
    /// <param name="label">The label's name.</param>
    public static IReadOnlyDictionary<string, long> SumBy(string text, string name, string label) => text.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
        .GroupBy(line => LabelOf(line, label), StringComparer.Ordinal)
        .ToDictionary(
            lines => lines.Key,
            lines => lines.Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture)),
            StringComparer.Ordinal);

    private static string LabelOf(string line, string label)
    {
        var start = line.IndexOf($"{label}=\"", StringComparison.Ordinal) + label.Length + 2;
        return line[start..line.IndexOf('"', start)];
    }
}
