using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WalletService.Domain.Events;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>The events as <c>docs/events.md</c> tells them; another test holds that page against the code.</summary>
internal static partial class EventPages
{
    private static readonly Dictionary<string, Page> Pages = Read();

    /// <summary>What has happened, in the words of the document.</summary>
    public static string DescriptionOf(EventKind kind) => Pages[NameOf(kind)].Description;

    /// <summary>The schema of an event's data.</summary>
    public static JsonObject SchemaOf(EventKind kind)
    {
        var fields = Pages[NameOf(kind)].Fields;
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray([.. fields.Where(field => !field.Type.EndsWith('?')).Select(field => (JsonNode)field.Name)]),
            ["properties"] = new JsonObject(fields.Select(field => KeyValuePair.Create(field.Name, (JsonNode?)new JsonObject
            {
                ["type"] = field.Type.TrimEnd('?') is "number" ? "integer" : field.Type.TrimEnd('?'),
                ["description"] = field.Meaning,
            }))),
        };
    }

    public static string NameOf(EventKind kind) => $"{kind.Topic}.{kind.Type}";

    private static Dictionary<string, Page> Read()
    {
        var pages = new Dictionary<string, Page>(StringComparer.Ordinal);
        foreach (Match section in Section().Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "events.md"))))
        {
            var table = MarkdownTable.Read(section.Groups["text"].Value).First(table => table.Columns[0] == "field");
            var page = new Page(
                Plain(section.Groups["text"].Value.Split("\n|")[0]),
                [.. table.Rows.Select(row => new Field(MarkdownTable.FirstCode(row[0])!, row[1], Plain(row[2])))]);
            foreach (Match name in Code().Matches(section.Groups["heading"].Value))
            {
                pages[name.Groups["text"].Value] = page;
            }
        }

        return pages;
    }

    /// <summary>One line, links without their targets.</summary>
    private static string Plain(string markdown) => Link().Replace(Space().Replace(markdown, " ").Trim(), "${text}");

    [GeneratedRegex(@"^### (?<heading>.*)$(?<text>(\n(?!#).*)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex(@"\[(?<text>[^\]]+)\]\([^)]+\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();

    private sealed record Page(string Description, IReadOnlyList<Field> Fields);

    private sealed record Field(string Name, string Type, string Meaning);
}
