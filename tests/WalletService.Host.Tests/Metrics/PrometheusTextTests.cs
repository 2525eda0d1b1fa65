using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using WalletService.Host.Metrics;

namespace WalletService.Host.Tests.Metrics;

public sealed class PrometheusTextTests
{
    [Fact]
    public void Writes_counters_gauges_and_histograms_in_base_units()
    {
        using var meter = new Meter("prometheus-text-tests");
        using var exporter = new PrometheusExporter();
        using var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(meter.Name)
            .AddView(_ => new ExplicitBucketHistogramConfiguration { Boundaries = [10, 100] })
            .AddReader(new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative })
            .Build();

        var requests = meter.CreateCounter<long>("wallet.requests", description: "Requests, with a \\ and\na new line.");
        requests.Add(2, new KeyValuePair<string, object?>("route", "a\"b"));
        requests.Add(3, new KeyValuePair<string, object?>("route", "a\"b"));
        meter.CreateObservableGauge("wallet_pool_count", () => 1.5, description: "A gauge.");
        var duration = meter.CreateHistogram<double>("wallet_duration", unit: "ms", description: "A histogram.");
        duration.Record(5);
        duration.Record(50);
        duration.Record(500);

        Assert.Equal(
            """
            # HELP wallet_requests_total Requests, with a \\ and\na new line.
            # TYPE wallet_requests_total counter
            wallet_requests_total{route="a\"b"} 5
            # HELP wallet_pool_count_current A gauge.
            # TYPE wallet_pool_count_current gauge
            wallet_pool_count_current 1.5
            # HELP wallet_duration_seconds A histogram.
            # TYPE wallet_duration_seconds histogram
            wallet_duration_seconds_bucket{le="0.01"} 1
            wallet_duration_seconds_bucket{le="0.1"} 2
            wallet_duration_seconds_bucket{le="+Inf"} 3
            wallet_duration_seconds_sum 0.555
            wallet_duration_seconds_count 3

            """,
            exporter.Scrape());
    }
}
