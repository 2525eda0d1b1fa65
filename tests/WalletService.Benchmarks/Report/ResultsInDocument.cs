namespace WalletService.Benchmarks.Report;

/// <summary>Replaces the results in a document, between two comments that Markdown does not show.</summary>
internal static class ResultsInDocument
{
    public const string Begin = "<!-- results: written by the benchmark -->";
    public const string End = "<!-- end of results -->";

    public static async Task ReplaceAsync(string path, string results)
    {
        var document = await File.ReadAllTextAsync(path);
        await File.WriteAllTextAsync(path, Replace(document, results));
    }

    /// <exception cref="FormatException">The document lacks one of the comments.</exception>
    public static string Replace(string document, string results)
    {
        var begin = document.IndexOf(Begin, StringComparison.Ordinal);
        var end = document.IndexOf(End, StringComparison.Ordinal);
        return begin >= 0 && end > begin
            ? $"{document[..(begin + Begin.Length)]}\n\n{results.Trim()}\n\n{document[end..]}"
            : throw new FormatException($"The document has no '{Begin}' with '{End}' behind it.");
    }
}
