using System.Text.Json;
using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Operations;

/// <summary>A dashboard of <c>ops/grafana/dashboards</c>: the queries of its panels.</summary>
public sealed record GrafanaDashboard(string Name, JsonElement Root)
{
    public static IReadOnlyList<GrafanaDashboard> ReadAll() =>
        [.. Directory.GetFiles(RepositoryRoot.PathOf("ops", "grafana", "dashboards"), "*.json").Order(StringComparer.Ordinal)
            .Select(path => new GrafanaDashboard(Path.GetFileNameWithoutExtension(path), JsonElement.Parse(File.ReadAllText(path))))];

    /// <summary>The panels that show data.</summary>
    public IEnumerable<JsonElement> Panels =>
        Root.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    /// <summary>The queries as Prometheus gets them: with the variables' values in their place.</summary>
    public IEnumerable<string> Queries => Panels
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
        .Select(target => target.GetProperty("expr").GetString()!
            .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
            .Replace("$job", "wallet-service", StringComparison.Ordinal));
}
