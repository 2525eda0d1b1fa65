using System.Text.RegularExpressions;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>Reads the names, in backticks, of the first column of a document's tables.</summary>
internal static partial class MarkdownTables
{
    public static IReadOnlyList<string> Names(string markdown) => [.. Row().Matches(markdown).Select(match => match.Groups["name"].Value)];

    [GeneratedRegex(@"^\| *`(?<name>[^`]+)` *\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();
}
