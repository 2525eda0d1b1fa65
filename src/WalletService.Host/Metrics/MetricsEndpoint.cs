using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace WalletService.Host.Metrics;

/// <summary><c>/metrics</c> in the Prometheus text format.</summary>
public static class MetricsEndpoint
{
    /// <summary>Milliseconds, from a cached read to a wait for finality.</summary>
    private static readonly double[] MillisecondBounds = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000];

    private static readonly double[] SecondBounds = [.. MillisecondBounds.Select(bound => bound / 1_000)];

    public static void AddPrometheusMetrics(this IServiceCollection services)
    {
        services.AddSingleton<WalletMetrics>();
        services.AddSingleton<ProcessMetrics>();
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton(provider => Sdk.CreateMeterProviderBuilder()
            .AddMeter(WalletMetrics.MeterName, "System.Runtime")
            .AddView(instrument => instrument.GetType().Name.StartsWith("Histogram", StringComparison.Ordinal)
                ? new ExplicitBucketHistogramConfiguration { Boundaries = instrument.Unit == "s" ? SecondBounds : MillisecondBounds }
                : null)
            .AddReader(new BaseExportingMetricReader(provider.GetRequiredService<PrometheusExporter>())
            {
                TemporalityPreference = MetricReaderTemporalityPreference.Cumulative,
            })
            .Build());
    }

    public static void MapMetrics(this WebApplication app)
    {
        // Instruments are measured from now on, not from the first scrape.
        app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetRequiredService<WalletMetrics>().ShowZeros();
        app.Services.GetRequiredService<ProcessMetrics>();
        app.MapGet("/metrics", (PrometheusExporter exporter) => Results.Text(exporter.Scrape(), PrometheusText.ContentType));
    }
}
