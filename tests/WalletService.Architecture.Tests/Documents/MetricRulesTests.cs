using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

public sealed class MetricRulesTests
{
    [Fact]
    public void Every_metric_is_explained_to_operators() =>
        Assert.Equal(
            MetricRules.Served(SourceTree.Ending(".cs").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal))),
            MetricRules.Documented(SourceTree.File("docs/operations/metrics.md").Text));

    [Fact]
    public void Metrics_are_named_as_they_are_served()
    {
        var source = new SourceFile("src/A/B.cs", """
            calls = meter.CreateCounter<long>("wallet_calls", description: "Calls.");
            times = meter.CreateHistogram<double>("wallet_times", "ms", "Times.");
            waits = meter.CreateHistogram<double>(
                "wallet_waits", unit: "s", description: "Waits.");
            meter.CreateObservableGauge(
                "wallet_up", () => 1);
            """);

        Assert.Equal(["wallet_calls_total", "wallet_times_seconds", "wallet_up", "wallet_waits_seconds"], MetricRules.Served([source]));
    }

    [Fact]
    public void Documented_metrics_are_those_of_the_first_column() =>
        Assert.Equal(["wallet_b", "wallet_c"], MetricRules.Documented("| metric | kind |\n|---|---|\n| `wallet_c` | like `wallet_a` |\n| `wallet_b` | x |\n"));
}
