using System.Globalization;

namespace WalletService.Benchmarks.Servers;

/// <summary>Reads Prometheus' text format as far as counters go.</summary>
internal static class PrometheusText
{
    /// <summary>The sum of a counter over all its labels.</summary>
    /// <param name="text">What <c>/metrics</c> answers.</param>
    /// <param name="name">The counter's full name.</param>
    public static long Sum(string text, string name) => text.Split('\n')
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal) || line.StartsWith($"{name} ", StringComparison.Ordinal))
        .Sum(line => (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
