using WalletService.TestKit.Operations;
using YamlDotNet.RepresentationModel;

namespace WalletService.Operations.Tests.Alerts;

/// <summary>A rule of <c>ops/prometheus/rules</c>.</summary>
/// <param name="Name">Of the alert, or of the series that is recorded.</param>
internal sealed record AlertRule(string Name, bool IsAlert, string Expression, string? Severity, string? Summary, string? Runbook)
{
    public static IReadOnlyList<AlertRule> ReadAll() => [.. AlertThresholds.RuleFiles.SelectMany(Read)];

    private static IEnumerable<AlertRule> Read(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(AlertThresholds.PathOf("rules", file))));
        var groups = (YamlSequenceNode)yaml.Documents[0].RootNode["groups"];
        return groups.SelectMany(group => (YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>().Select(Of);
    }

    private static AlertRule Of(YamlMappingNode rule) => new(
        Text(rule, "alert") ?? Text(rule, "record") ?? throw new InvalidDataException("A rule is neither an alert nor a record."),
        Text(rule, "alert") is not null,
        Text(rule, "expr") ?? throw new InvalidDataException("A rule has no expression."),
        Text(rule, "labels", "severity"),
        Text(rule, "annotations", "summary"),
        Text(rule, "annotations", "runbook_url"));

    private static string? Text(YamlNode node, params string[] path)
    {
        foreach (var part in path)
        {
            if (node is not YamlMappingNode mapping || !mapping.Children.TryGetValue(new YamlScalarNode(part), out var next))
            {
                return null;
            }

            node = next;
        }

        return ((YamlScalarNode)node).Value;
    }
}
