using System.Globalization;
using System.Text.RegularExpressions;
using WalletService.Domain.Diagnosis;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Alerts;

/// <summary>The rules are what templates and thresholds make, Prometheus accepts them, and each fires when it should.</summary>
public sealed partial class AlertRulesTests
{
    private static readonly AlertThresholds Thresholds = AlertThresholds.Read();
    private static readonly IReadOnlyList<AlertRule> Rules = AlertRule.ReadAll();

    /// <summary>With <c>WRITE_ALERT_RULES=1</c>, as <c>./dev rules</c> sets it, they are written instead.</summary>
    [Fact]
    public void The_rules_are_those_that_templates_and_thresholds_make()
    {
        foreach (var file in AlertThresholds.RuleFiles)
        {
            var made = Thresholds.Render(AlertThresholds.Template(file));
            var path = AlertThresholds.PathOf("rules", file);
            if (Environment.GetEnvironmentVariable("WRITE_ALERT_RULES") == "1")
            {
                File.WriteAllText(path, made);
            }

            Assert.Equal(made, File.ReadAllText(path));
        }
    }

    [Fact]
    public void Every_threshold_is_used_and_none_is_missing() => Assert.Equal(
        Thresholds.Names.Order(StringComparer.Ordinal),
        AlertThresholds.RuleFiles.SelectMany(file => AlertThresholds.Asked(AlertThresholds.Template(file)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_window_of_a_budget_is_recorded() => Assert.Empty(
        Thresholds.Names.Where(name => BudgetWindow().IsMatch(name)).SelectMany(Thresholds.ListOf).Except(Thresholds.ListOf("objective_windows")));

    [Fact]
    public void The_first_diagnosis_has_the_bounds_of_the_alerts()
    {
        Assert.Equal(Thresholds.ListOf("oldest_submitted_seconds"), [Seconds(DiagnosisBounds.OldestTransfer)]);
        Assert.Equal(Thresholds.ListOf("outbox_seconds"), [Seconds(DiagnosisBounds.OldestEvent)]);

        static string Seconds(TimeSpan time) => time.TotalSeconds.ToString(CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Prometheus_accepts_the_rules()
    {
        var (exitCode, output) = await Promtool.RunAsync(["check", "rules", .. Files("rules")]);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task Every_alert_is_quiet_and_fires_when_it_should()
    {
        var (exitCode, output) = await Promtool.RunAsync(["test", "rules", .. Files("tests")]);
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public void No_alert_is_without_a_test_in_which_it_fires()
    {
        var tests = string.Concat(Files("tests").Select(File.ReadAllText));

        Assert.All(Alerts(), alert => Assert.Matches($"alertname=\"{alert.Name}\"[^\n]*value: 1 }}", tests));
    }

    [Fact]
    public void Every_alert_says_whom_it_wakes_what_to_do_first_and_where_to_read_on()
    {
        Assert.True(Alerts().Count() > 40);
        Assert.Equal(Alerts().Count(), Alerts().Select(alert => alert.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(Alerts(), alert =>
        {
            Assert.Contains(alert.Severity, (string?[])["page", "ticket"]);
            Assert.NotNull(alert.Summary);
            Assert.EndsWith($"runbook.md#{alert.Name.ToLowerInvariant()}", alert.Runbook, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_metric_that_is_asked_for_is_documented_with_its_labels()
    {
        var metrics = MetricCatalogue.Read();

        Assert.All(Rules, rule => Assert.Empty(metrics.Unknown(rule.Expression)));
    }

    private static IEnumerable<AlertRule> Alerts() => Rules.Where(rule => rule.IsAlert);

    private static string[] Files(string folder) =>
        [.. AlertThresholds.RuleFiles.Select(file => AlertThresholds.PathOf(folder, file))];

    [GeneratedRegex("^burn_[a-z]+_(long|short)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BudgetWindow();
}
