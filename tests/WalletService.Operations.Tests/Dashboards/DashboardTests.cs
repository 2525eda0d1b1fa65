using WalletService.Operations.Tests.Alerts;
using WalletService.TestKit.Operations;

namespace WalletService.Operations.Tests.Dashboards;

/// <summary>The dashboards ask for what is served, and have what Grafana needs to load them.</summary>
public sealed class DashboardTests
{
    private static readonly IReadOnlyList<GrafanaDashboard> Dashboards = GrafanaDashboard.ReadAll();

    [Fact]
    public void There_are_five_with_names_of_their_own()
    {
        Assert.Equal(["dependencies", "deposits", "overview", "security", "transfers"], Dashboards.Select(board => board.Name));
        Assert.Equal(5, Dashboards.Select(board => board.Root.GetProperty("uid").GetString()).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Dashboards, board => Assert.NotEmpty(board.Root.GetProperty("title").GetString()!));
    }

    [Fact]
    public void Every_query_asks_for_metrics_and_labels_that_are_documented()
    {
        var metrics = MetricCatalogue.Read();
        var queries = Dashboards.SelectMany(board => board.Queries).ToArray();

        Assert.True(queries.Length > 80);
        Assert.All(queries, query => Assert.Empty(metrics.Unknown(query)));
    }

    [Fact]
    public void The_console_of_Prometheus_asks_for_what_is_documented_or_recorded_too()
    {
        var metrics = MetricCatalogue.Read();
        var recorded = AlertRule.ReadAll().Where(rule => !rule.IsAlert).Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var queries = PrometheusConsole.ReadQueries();

        Assert.Equal(15, queries.Count);
        Assert.All(queries, query =>
        {
            Assert.Empty(metrics.Unknown(query));
            Assert.Subset(recorded, MetricCatalogue.Recorded(query).ToHashSet(StringComparer.Ordinal));
        });
    }

    [Fact]
    public void Every_series_that_is_not_a_metric_is_recorded_by_a_rule()
    {
        var recorded = AlertRule.ReadAll().Where(rule => !rule.IsAlert).Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        var used = Dashboards.SelectMany(board => board.Queries).SelectMany(MetricCatalogue.Recorded).ToHashSet(StringComparer.Ordinal);

        Assert.NotEmpty(used);
        Assert.Subset(recorded, used);
    }

    [Fact]
    public void Every_panel_has_a_title_a_place_of_its_own_and_the_chosen_source()
    {
        foreach (var board in Dashboards)
        {
            var places = board.Panels.Select(panel => panel.GetProperty("gridPos").GetRawText()).ToArray();
            Assert.Equal(places.Length, places.Distinct(StringComparer.Ordinal).Count());
            Assert.All(board.Panels, panel =>
            {
                Assert.NotEmpty(panel.GetProperty("title").GetString()!);
                Assert.NotEqual(0, panel.GetProperty("targets").GetArrayLength());
                Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            });
            Assert.Equal(
                ["datasource", "job"],
                board.Root.GetProperty("templating").GetProperty("list").EnumerateArray().Select(item => item.GetProperty("name").GetString()));
        }
    }
}
