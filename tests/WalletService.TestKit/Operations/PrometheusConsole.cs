using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Operations;

/// <summary>The dashboard that Prometheus draws itself, <c>ops/prometheus/consoles/wallet.html</c>: its queries.</summary>
public static partial class PrometheusConsole
{
    /// <summary>As Prometheus gets them, but with double quotes.</summary>
    public static IReadOnlyList<string> ReadQueries() =>
        [.. Query().Matches(File.ReadAllText(RepositoryRoot.PathOf("ops", "prometheus", "consoles", "wallet.html")))
            .Select(match => match.Groups["query"].Value.Replace('\'', '"'))];

    /// <summary>Nothing else on the page stands in quotes and names a series.</summary>
    [GeneratedRegex("\"(?<query>[^\"\n]*(wallet_|wallet:|dotnet_|ALERTS)[^\"\n]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Query();
}
