namespace WalletService.TestKit.Documents;

/// <summary>A table of a Markdown document: what its cells say, without the space around.</summary>
/// <param name="Columns">The cells of the heading.</param>
/// <param name="Rows">The cells of each row below it.</param>
public sealed record MarkdownTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>All tables of a document, in its order. What is in fenced blocks is left out.</summary>
    public static IReadOnlyList<MarkdownTable> Read(string markdown)
    {
        var tables = new List<MarkdownTable>();
        var lines = new List<string>();
        var isFenced = false;
        foreach (var line in markdown.Split('\n').Append(string.Empty))
        {
            isFenced ^= line.TrimStart().StartsWith("```", StringComparison.Ordinal);
            if (!isFenced && line.StartsWith('|'))
            {
                lines.Add(line);
            }
            else if (lines.Count > 0)
            {
                // The second line is the rule below the heading.
                tables.Add(new MarkdownTable(Cells(lines[0]), [.. lines.Skip(2).Select(Cells)]));
                lines.Clear();
            }
        }

        return tables;
    }

    /// <summary>The text of a cell's first piece of code, without its backticks; null when it has none.</summary>
    public static string? FirstCode(string cell) => cell.Split('`') is { Length: > 2 } parts ? parts[1] : null;

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
