using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace WalletService.Host.Metrics;

/// <summary>Collects all metrics when it is asked to and keeps their text.</summary>
[ExportModes(ExportModes.Pull)]
public sealed class PrometheusExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly Lock gate = new();
    private string text = string.Empty;

    public Func<int, bool>? Collect { get; set; }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var written = new StringBuilder(16 * 1024);
        foreach (var metric in batch)
        {
            PrometheusText.Write(written, metric);
        }

        text = written.ToString();
        return ExportResult.Success;
    }

    /// <summary>The metrics as of now. One scrape at a time.</summary>
    public string Scrape()
    {
        lock (gate)
        {
            Collect?.Invoke(5_000);
            return text;
        }
    }
}
