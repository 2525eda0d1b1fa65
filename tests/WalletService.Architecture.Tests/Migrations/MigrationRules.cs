using System.Text.RegularExpressions;

namespace WalletService.Architecture.Tests.Migrations;

/// <summary>
/// What a migration may not do, so that the release before works on while it is applied and after: take away or rename what it reads, or
/// ask more of what it writes. Indexes may go: without them it is only slower.
/// </summary>
internal static partial class MigrationRules
{
    private static readonly (string Sql, string Why)[] Forbidden =
    [
        (@"\bDROP\s+(TABLE|COLUMN|VIEW|FUNCTION|TYPE|DOMAIN|SEQUENCE|SCHEMA|TRIGGER|DEFAULT)\b", "takes away what the release before may use"),
        (@"\bRENAME\b", "renames what the release before may use"),
        (@"\bALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE\b", "changes a type"),
        (@"\bSET\s+NOT\s+NULL\b", "asks for what the release before may leave out"),
        (@"\bADD\s+COLUMN\s+(?:(?!\bDEFAULT\b|\bADD\b|\bDROP\b)[^;])*?\bNOT\s+NULL\b(?!(?:(?!\bADD\b)[^;])*\bDEFAULT\b)", "asks for a column that the release before does not write"),
        (@"\b(TRUNCATE|DELETE\s+FROM)\b", "removes rows"),
    ];

    /// <summary>What breaks the rules, each in a sentence.</summary>
    public static IEnumerable<string> Violations(string name, string sql)
    {
        foreach (var statement in Statements(sql))
        {
            foreach (var (pattern, why) in Forbidden)
            {
                if (Regex.Match(statement, pattern, RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)) is { Success: true } match)
                {
                    yield return $"{name}: '{Words().Replace(match.Value, " ")}' {why}";
                }
            }

            foreach (var dropped in DroppedConstraint().Matches(statement).Select(match => match.Groups["name"].Value))
            {
                // The same name again, in the same statement: a check that lets more through than before. That it does is for a reviewer to see.
                if (!Regex.IsMatch(statement, $@"\bADD\s+CONSTRAINT\s+{dropped}\b", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)))
                {
                    yield return $"{name}: the constraint {dropped} is dropped without another of its name";
                }
            }
        }
    }

    /// <summary>Without comments and without the bodies of functions, which run later.</summary>
    private static string[] Statements(string sql) => Body().Replace(Comment().Replace(sql, ""), "$$$$").Split(';');

    [GeneratedRegex(@"--[^\n]*", RegexOptions.None, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\$\$.*?\$\$", RegexOptions.Singleline, 1000)]
    private static partial Regex Body();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Words();

    [GeneratedRegex(@"\bDROP\s+CONSTRAINT\s+(IF\s+EXISTS\s+)?(?<name>\w+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DroppedConstraint();
}
