using System.Globalization;

namespace WalletService.Benchmarks.Tracing;

/// <summary>How much of what happens is traced.</summary>
/// <param name="Name">For the report.</param>
/// <param name="SampleRatio">Share of traces that are recorded, 0 to 1; null with tracing off.</param>
internal sealed record TracingMode(string Name, double? SampleRatio)
{
    /// <summary>What the others are compared with.</summary>
    public static readonly TracingMode Off = new("off", null);

    /// <summary>The modes that are compared.</summary>
    public static readonly IReadOnlyList<TracingMode> All = [Off, new TracingMode("every trace", 1), new TracingMode("one trace in ten", 0.1)];

    /// <summary>The settings of the service for it.</summary>
    /// <param name="collector">Where spans are sent.</param>
    public IEnumerable<KeyValuePair<string, string>> Settings(Uri collector) => SampleRatio is { } ratio
        ?
        [
            new("Tracing__Enabled", "true"),
            new("Tracing__Endpoint", collector.AbsoluteUri),
            new("Tracing__SampleRatio", ratio.ToString(CultureInfo.InvariantCulture)),
        ]
        : [];
}
