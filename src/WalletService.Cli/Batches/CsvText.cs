using System.Text;

namespace WalletService.Cli.Batches;

/// <summary>Comma-separated values (RFC 4180), one record a line: fields may stand in quotes, with quotes inside doubled.</summary>
internal static class CsvText
{
    /// <summary>The fields of one line, without the spaces around them; null when a quote is not closed or text follows it.</summary>
    public static IReadOnlyList<string>? ReadLine(string line)
    {
        var fields = new List<string>();
        var position = 0;
        while (true)
        {
            if (ReadField(line, ref position) is not { } field)
            {
                return null;
            }

            fields.Add(field);
            if (position >= line.Length)
            {
                return fields;
            }

            // Behind the comma.
            position++;
        }
    }

    public static string WriteLine(params IEnumerable<string?> fields) => string.Join(',', fields.Select(WriteField));

    private static string? ReadField(string line, ref int position)
    {
        var rest = line.AsSpan(position);
        var start = position + rest.Length - rest.TrimStart(' ').Length;
        if (start >= line.Length || line[start] != '"')
        {
            var comma = line.IndexOf(',', position);
            var end = comma < 0 ? line.Length : comma;
            var plain = line[position..end].Trim();
            position = end;
            return plain.Contains('"', StringComparison.Ordinal) ? null : plain;
        }

        var field = new StringBuilder();
        for (var index = start + 1; index < line.Length; index++)
        {
            if (line[index] != '"')
            {
                field.Append(line[index]);
            }
            else if (index + 1 < line.Length && line[index + 1] == '"')
            {
                field.Append('"');
                index++;
            }
            else
            {
                var comma = line.IndexOf(',', index);
                var end = comma < 0 ? line.Length : comma;
                position = end;
                return string.IsNullOrWhiteSpace(line[(index + 1)..end]) ? field.ToString() : null;
            }
        }

        return null;
    }

    private static string WriteField(string? field) => field is null ? string.Empty
        : field.AsSpan().IndexOfAny("\",\r\n") < 0 && field.Trim() == field ? field
        : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\"";
}
