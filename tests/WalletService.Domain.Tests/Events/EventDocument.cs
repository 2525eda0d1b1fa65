using System.Reflection;
using System.Text.RegularExpressions;
using WalletService.Domain.Events;
using WalletService.TestKit.Documents;

namespace WalletService.Domain.Tests.Events;

/// <summary>Compares a document's sections of events (a heading that names them, a table of fields) with the code.</summary>
internal static partial class EventDocument
{
    public static IReadOnlyList<string> Differences(string markdown, IReadOnlyCollection<EventKind> kinds)
    {
        var sections = Sections(markdown).ToLookup(section => section.Name, section => section.Fields, StringComparer.Ordinal);
        var names = kinds.Select(NameOf).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. names.Where(name => !sections.Contains(name)).Select(name => $"{name} is not in the document"),
            .. sections.Where(section => !names.Contains(section.Key)).Select(section => $"{section.Key} does not exist"),
            .. sections.Where(section => section.Count() > 1).Select(section => $"{section.Key} is there twice"),
            .. kinds.SelectMany(kind => sections[NameOf(kind)].SelectMany(fields => Compare(kind, fields))),
        ];
    }

    /// <summary>Names and types of an event's fields, as the document writes them.</summary>
    public static IReadOnlyList<string> FieldsOf(EventKind kind) =>
    [
        .. kind.Data.Properties.Select(property =>
            $"{property.Name} {TypeOf(property.PropertyType)}{(IsOptional((PropertyInfo)property.AttributeProvider!) ? "?" : "")}"),
    ];

    private static IEnumerable<string> Compare(EventKind kind, IReadOnlyList<string> documented)
    {
        var coded = FieldsOf(kind);
        return coded.SequenceEqual(documented, StringComparer.Ordinal)
            ? []
            : [$"{NameOf(kind)} has the fields {string.Join(", ", coded)}; the document says {string.Join(", ", documented)}"];
    }

    private static string NameOf(EventKind kind) => $"{kind.Topic}.{kind.Type}";

    private static string TypeOf(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Boolean => "boolean",
        TypeCode.String => "string",
        TypeCode.UInt64 or TypeCode.Int64 or TypeCode.Int32 => "number",
        _ when (Nullable.GetUnderlyingType(type) ?? type) == typeof(DateTimeOffset) => "string",
        _ => throw new InvalidOperationException($"Events have no {type}."),
    };

    private static bool IsOptional(PropertyInfo property) =>
        new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable;

    private static IEnumerable<(string Name, IReadOnlyList<string> Fields)> Sections(string markdown)
    {
        foreach (Match section in Section().Matches(markdown))
        {
            var table = MarkdownTable.Read(section.Groups["text"].Value).First(table => table.Columns[0] == "field");
            string[] fields = [.. table.Rows.Select(row => $"{MarkdownTable.FirstCode(row[0])} {row[1]}")];
            foreach (Match name in Code().Matches(section.Groups["heading"].Value))
            {
                yield return (name.Groups["text"].Value, fields);
            }
        }
    }

    [GeneratedRegex(@"^### (?<heading>.*)$(?<text>(\n(?!#).*)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Section();

    [GeneratedRegex("`(?<text>[^`]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();
}
