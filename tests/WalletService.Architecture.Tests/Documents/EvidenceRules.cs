using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>The tests that a document names as evidence exist.</summary>
internal static partial class EvidenceRules
{
    public static IEnumerable<string> Violations(string markdown, IReadOnlyCollection<SourceFile> tests) =>
        Evidence().Matches(markdown)
            .Where(match => !tests.Any(test => Shows(test, match.Groups["class"].Value, match.Groups["method"].Value)))
            .Select(match => $"{match.Value.Trim('`')} does not exist")
            .Distinct(StringComparer.Ordinal);

    /// <summary>Requirements that are called done without anything that shows it.</summary>
    public static IEnumerable<string> Unproven(string markdown) =>
        DoneWithoutEvidence().Matches(markdown).Select(match => $"{match.Groups["id"].Value} is done and nothing shows it");

    private static bool Shows(SourceFile test, string className, string method) =>
        test.Path.EndsWith($"/{className}.cs", StringComparison.Ordinal)
        && (method.Length == 0 || test.Text.Contains($" {method}(", StringComparison.Ordinal));

    [GeneratedRegex(@"`(?<class>\w+(Tests|Contract))(\.(?<method>\w+))?`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Evidence();

    [GeneratedRegex(@"^\| *`(?<id>\w+)` *\|[^|]*\| *done *\| *\|", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex DoneWithoutEvidence();
}
