using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Operations;

/// <summary>The numbers of <c>ops/prometheus/thresholds.yaml</c>, and the rules that are made of them and the templates.</summary>
public sealed partial class AlertThresholds
{
    private const string Heading = "# Written by \"./dev rules\" from templates and thresholds.yaml. Do not edit.\n";

    private readonly Dictionary<string, string> values;

    private AlertThresholds(Dictionary<string, string> values) => this.values = values;

    /// <summary>The names of the files of rules.</summary>
    public static IReadOnlyList<string> RuleFiles { get; } = ["alerts.yaml", "objectives.yaml"];

    public IReadOnlyCollection<string> Names => values.Keys;

    public static AlertThresholds Read() => Parse(File.ReadAllText(PathOf("thresholds.yaml")));

    public static AlertThresholds Parse(string yaml) => new(
        Line().Matches(yaml).ToDictionary(match => match.Groups["name"].Value, match => match.Groups["value"].Value, StringComparer.Ordinal));

    /// <summary>A file of <c>ops/prometheus</c>.</summary>
    public static string PathOf(params string[] parts) => RepositoryRoot.PathOf(["ops", "prometheus", .. parts]);

    public static string Template(string file) => File.ReadAllText(PathOf("templates", file));

    /// <summary>The names that a template asks for.</summary>
    public static IEnumerable<string> Asked(string template) => Place().Matches(template).Select(match => match.Groups["name"].Value);

    /// <summary>The same with other numbers in the place of some.</summary>
    public AlertThresholds With(params (string Name, string Value)[] others)
    {
        var changed = new Dictionary<string, string>(values, StringComparer.Ordinal);
        foreach (var (name, value) in others)
        {
            changed[name] = changed.ContainsKey(name) ? value : throw new ArgumentException($"There is no threshold {name}.", nameof(others));
        }

        return new AlertThresholds(changed);
    }

    /// <exception cref="KeyNotFoundException">The template asks for what is not there.</exception>
    public string Render(string template) => Heading + Place().Replace(template, match => values[match.Groups["name"].Value]);

    [GeneratedRegex(@"^(?<name>\w+): *(?<value>[^\s#]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
