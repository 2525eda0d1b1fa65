using System.Globalization;
using System.Text;
using OpenTelemetry.Metrics;

namespace WalletService.Host.Metrics;

/// <summary>
/// Writes collected metrics in the Prometheus text format 0.0.4. Counters end in <c>_total</c>; an instrument with the unit <c>s</c>,
/// <c>ms</c> or <c>By</c> ends in <c>_seconds</c> (milliseconds are converted) or <c>_bytes</c>, the base units that Prometheus asks for.
/// </summary>
public static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static void Write(StringBuilder text, Metric metric)
    {
        var scale = metric.Unit == "ms" ? 0.001 : 1;
        var isCounter = metric.MetricType is MetricType.LongSum or MetricType.DoubleSum;
        var name = Name(metric, isCounter);
        var type = metric.MetricType switch
        {
            MetricType.LongSum or MetricType.DoubleSum => "counter",
            MetricType.Histogram => "histogram",
            _ => "gauge",
        };

        text.Append("# HELP ").Append(name).Append(' ').Append(EscapeHelp(metric.Description)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(text, name, in point, scale);
            }
            else
            {
                WriteSample(text, name, Labels(in point), Value(metric.MetricType, in point) * (isCounter ? 1 : scale));
            }
        }
    }

    private static string Name(Metric metric, bool isCounter)
    {
        var name = new StringBuilder(metric.Name.Length + 16);
        foreach (var character in metric.Name)
        {
            name.Append(char.IsAsciiLetterOrDigit(character) ? character : '_');
        }

        name.Append(metric.Unit switch { "s" or "ms" => "_seconds", "By" => "_bytes", _ => string.Empty });
        var text = name.ToString();
        if (!isCounter && text.EndsWith("_count", StringComparison.Ordinal))
        {
            // Prometheus keeps this ending for histograms.
            return text + "_current";
        }

        return isCounter && !text.EndsWith("_total", StringComparison.Ordinal) ? text + "_total" : text;
    }

    private static double Value(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point, double scale)
    {
        var labels = Labels(in point);
        var cumulative = 0L;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            cumulative += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound) ? "+Inf" : Number(bucket.ExplicitBound * scale);
            var separator = labels.Length == 0 ? string.Empty : ",";
            WriteSample(text, name + "_bucket", $"{labels}{separator}le=\"{bound}\"", cumulative);
        }

        WriteSample(text, name + "_sum", labels, point.GetHistogramSum() * scale);
        WriteSample(text, name + "_count", labels, point.GetHistogramCount());
    }

    private static string Labels(in MetricPoint point)
    {
        var labels = new StringBuilder();
        foreach (var (key, value) in point.Tags)
        {
            if (labels.Length > 0)
            {
                labels.Append(',');
            }

            labels.Append(key.Replace('.', '_')).Append("=\"").Append(EscapeLabel(value?.ToString())).Append('"');
        }

        return labels.ToString();
    }

    private static void WriteSample(StringBuilder text, string name, string labels, double value)
    {
        text.Append(name);
        if (labels.Length > 0)
        {
            text.Append('{').Append(labels).Append('}');
        }

        text.Append(' ').Append(Number(value)).Append('\n');
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string EscapeHelp(string? help) => string.IsNullOrEmpty(help)
        ? "No description."
        : help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string EscapeLabel(string? value) => (value ?? string.Empty)
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal);
}
