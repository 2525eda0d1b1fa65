using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>Every decision is numbered, told in the same sections, and in the index.</summary>
internal static partial class DecisionRules
{
    private static readonly string[] Sections = ["## Context", "## Decision", "## Rationale", "## Consequences"];

    /// <param name="decisions">The files of the folder, the index left out.</param>
    /// <param name="index">The text of the index.</param>
    public static IEnumerable<string> Violations(IReadOnlyList<SourceFile> decisions, string index)
    {
        foreach (var (decision, position) in decisions.Select((decision, position) => (decision, position)))
        {
            var name = decision.Path.Split('/')[^1];
            var number = $"{position + 1:0000}";
            var lines = decision.Text.Split('\n');
            if (!name.StartsWith($"{number}-", StringComparison.Ordinal) || !lines[0].StartsWith($"# {number} ", StringComparison.Ordinal))
            {
                yield return $"{name} is not number {number} in name and title";
            }

            if (!lines.Any(line => Status().IsMatch(line)))
            {
                yield return $"{name} has no status";
            }

            if (!lines.Where(line => line.StartsWith("## ", StringComparison.Ordinal)).SequenceEqual(Sections))
            {
                yield return $"{name} has not the sections {string.Join(", ", Sections)}";
            }

            if (!index.Contains($"({name})", StringComparison.Ordinal))
            {
                yield return $"{name} is not in the index";
            }
        }
    }

    [GeneratedRegex("^Status: (proposed|accepted|replaced by .+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Status();
}
