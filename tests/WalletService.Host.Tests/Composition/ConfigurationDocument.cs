using System.Text.RegularExpressions;
using WalletService.TestKit.Documents;

namespace WalletService.Host.Tests.Composition;

/// <summary>Compares a document's tables of settings (<c>setting</c>, <c>default</c>, <c>meaning</c>) and its examples with the code.</summary>
internal static partial class ConfigurationDocument
{
    public static IReadOnlyList<string> Differences(string markdown, IReadOnlyCollection<CodedSetting> coded)
    {
        var rows = MarkdownTable.Read(markdown).Where(table => table.Columns[0] == "setting").SelectMany(table => table.Rows)
            .ToLookup(row => MarkdownTable.FirstCode(row[0]) ?? row[0], StringComparer.Ordinal);
        var names = coded.Select(setting => setting.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. names.Where(name => !rows.Contains(name)).Select(name => $"{name} is not in the document"),
            .. rows.Where(row => !names.Contains(row.Key)).Select(row => $"{row.Key} does not exist"),
            .. rows.Where(row => row.Count() > 1).Select(row => $"{row.Key} is there twice"),
            .. coded.SelectMany(setting => rows[setting.Name].SelectMany(row => Compare(setting, row))),
            .. NamedInExamples(markdown).Where(name => !names.Any(known => IsSetting(known, name))).Select(name => $"{name} of an example does not exist"),
        ];
    }

    private static IEnumerable<string> Compare(CodedSetting setting, IReadOnlyList<string> row)
    {
        var (byDefault, meaning) = (row[1], row[2]);
        var expected = setting.Default is { } value ? $"`{value}`" : setting.IsRequired ? "required" : "none";
        if (!byDefault.StartsWith(expected, StringComparison.Ordinal))
        {
            yield return $"{setting.Name} has the default {expected}, not {byDefault}";
        }

        if (setting.Range is { } range && !meaning.Contains(range, StringComparison.Ordinal))
        {
            yield return $"{setting.Name} has the range {range}";
        }

        foreach (var choice in setting.Choices.Where(choice => !meaning.Contains($"`{choice}`", StringComparison.Ordinal)))
        {
            yield return $"{setting.Name} may be `{choice}`";
        }
    }

    /// <summary>Where the code has <c>&lt;name&gt;</c>, an example has any.</summary>
    private static bool IsSetting(string coded, string written)
    {
        var (codedParts, writtenParts) = (coded.Split(':'), written.Split(':'));
        return codedParts.Length == writtenParts.Length
            && codedParts.Zip(writtenParts).All(pair => pair.First is "<name>" || string.Equals(pair.First, pair.Second, StringComparison.Ordinal));
    }

    /// <summary>The settings, but for those of the logging library, that are set in blocks of code.</summary>
    private static IEnumerable<string> NamedInExamples(string markdown) =>
        Assignment().Matches(markdown)
            .Select(match => Item().Replace($"{match.Groups["section"].Value}__{match.Groups["name"].Value}", "__0"))
            .Select(name => name.Replace("__", ":", StringComparison.Ordinal))
            .Where(name => !name.StartsWith("Serilog:", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal);

    [GeneratedRegex(@"^\s*(export )?(?<section>[A-Za-z]+)__(?<name>\w+)[=:]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assignment();

    /// <summary>Each item of a list has the settings of the first.</summary>
    [GeneratedRegex("__[0-9]+(?=__|$)", RegexOptions.None, 1000)]
    private static partial Regex Item();
}
