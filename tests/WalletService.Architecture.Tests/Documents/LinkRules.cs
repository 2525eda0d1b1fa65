using System.Text.RegularExpressions;
using WalletService.Architecture.Tests.Repositories;

namespace WalletService.Architecture.Tests.Documents;

/// <summary>A link from one document to another file of the repository leads somewhere, down to the heading.</summary>
internal static partial class LinkRules
{
    /// <param name="document">The document whose links are followed.</param>
    /// <param name="exists">Whether the repository has a file or folder of that path.</param>
    /// <param name="read">The text of a document, by its path.</param>
    public static IEnumerable<string> Violations(SourceFile document, Func<string, bool> exists, Func<string, string> read)
    {
        var text = CodeBlock().Replace(document.Text, match => new string('\n', match.Value.Count(c => c == '\n')));
        foreach (Match match in Link().Matches(text))
        {
            var target = match.Groups["target"].Value;
            var path = match.Groups["path"].Value;
            var anchor = match.Groups["anchor"].Value;
            var resolved = path.Length == 0 ? document.Path : Resolve(document.Path, path);
            if (!exists(resolved))
            {
                yield return $"{document.Path}: {target} leads nowhere";
            }
            else if (anchor.Length > 0 && resolved.EndsWith(".md", StringComparison.Ordinal) && !Anchors(read(resolved)).Contains(anchor))
            {
                yield return $"{document.Path}: {target} names a heading that is not there";
            }
        }
    }

    /// <summary>The anchors that GitHub makes of a document's headings.</summary>
    public static IEnumerable<string> Anchors(string markdown) =>
        Heading().Matches(markdown).Select(match => NotInAnchors().Replace(match.Groups["title"].Value.Trim(), "").Replace(' ', '-').ToLowerInvariant());

    private static string Resolve(string from, string path)
    {
        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (var part in path.TrimEnd('/').Split('/'))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else if (part != ".")
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    [GeneratedRegex(@"\]\((?<target>(?!\w+:)(?<path>[^)#\s]*)(#(?<anchor>[^)\s]*))?)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ +(?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("^ *```.*?^ *```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex CodeBlock();
}
