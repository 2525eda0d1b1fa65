using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.TestKit.Operations;

/// <summary>The numbers of <c>ops/prometheus/thresholds.yaml</c>, and the rules that are made of them and the templates.</summary>
public sealed partial class AlertThresholds
{
    private const string Heading = "# Written by \"./dev rules\" from templates and thresholds.yaml. Do not edit.\n";

    /// <summary>Stands for each value of a list, between the lines <c># Begin: once for each of</c> and <c># End</c>.</summary>
    private const string Each = "each";

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
    public static IEnumerable<string> Asked(string template) =>
        Place().Matches(template).Select(match => match.Groups["name"].Value).Where(name => name != Each);

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

    /// <summary>The values of a name that stands for a list, such as <c>5m,1h</c>; of another one, its value.</summary>
    public IReadOnlyList<string> ListOf(string name) => values[name].Split(',');

    /// <exception cref="KeyNotFoundException">The template asks for what is not there.</exception>
    public string Render(string template) => Heading + Place().Replace(
        Repetition().Replace(template, RepeatForEach), match => values[match.Groups["name"].Value]);

    private string RepeatForEach(Match repetition) => string.Join('\n', ListOf(repetition.Groups["list"].Value)
        .Select(value => repetition.Groups["text"].Value.Replace($"${{{Each}}}", value, StringComparison.Ordinal)));

    [GeneratedRegex(@"^(?<name>\w+): *(?<value>[^\s#]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^ *# Begin: once for each of \$\{(?<list>\w+)\}\n(?<text>.*?)\n? *# End\n", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repetition();

    [GeneratedRegex(@"\$\{(?<name>\w+)\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
