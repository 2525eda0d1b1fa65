using System.Text.RegularExpressions;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Alerts;

/// <summary>docs/operations/alerts.md names every alert once, and those as seen that tests wait for.</summary>
public sealed partial class AlertsSeenTests
{
    private static readonly IReadOnlyList<MarkdownTable> Tables =
        MarkdownTable.Read(File.ReadAllText(RepositoryRoot.PathOf("docs", "operations", "alerts.md")));

    [Fact]
    public void Every_alert_is_named_once() => Assert.Equal(
        AlertRule.ReadAll().Where(rule => rule.IsAlert).Select(rule => rule.Name).Order(StringComparer.Ordinal),
        Tables.SelectMany(Named).Order(StringComparer.Ordinal));

    [Fact]
    public void Those_that_fire_by_their_real_cause_are_awaited_by_a_test()
    {
        var tests = Directory.EnumerateFiles(RepositoryRoot.PathOf("tests", "WalletService.EndToEnd.Tests", "Operations"), "*AlertTests.cs")
            .Append(RepositoryRoot.PathOf("tests", "WalletService.EndToEnd.Tests", "Operations", "AlertFiringTests.cs"))
            .SelectMany(file => Awaited().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["alert"].Value)
            .Distinct(StringComparer.Ordinal);

        Assert.Equal(tests.Order(StringComparer.Ordinal), Named(Tables[0]).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Named(MarkdownTable table) =>
        table.Rows.SelectMany(row => Code().Matches(row[0]).Select(match => match.Groups["alert"].Value));

    [GeneratedRegex("`(?<alert>Wallet[A-Za-z]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("(FiresAsync|PagesAsync)\\(\"(?<alert>Wallet[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Awaited();
}
