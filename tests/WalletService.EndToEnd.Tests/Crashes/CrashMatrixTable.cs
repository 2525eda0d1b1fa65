namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>The crash matrix as the document shows it, between two markers.</summary>
internal static class CrashMatrixTable
{
    /// <summary>The document, from the repository's root.</summary>
    public const string Document = "docs/correctness.md";

    public const string Begin = "<!-- crash matrix: written by ./dev crash-matrix -->";
    public const string End = "<!-- end of crash matrix -->";

    private const string Heading = """
        | request | killed | on record at that moment | how | effect on chain | final record |
        | --- | --- | --- | --- | --- | --- |
        """;

    public static async Task WriteAsync(string path, IEnumerable<CrashResult> results)
    {
        var document = await File.ReadAllTextAsync(path);
        var begin = document.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = document.IndexOf(End, StringComparison.Ordinal);
        var table = string.Join('\n', results.Select(Row).Prepend(Heading));
        await File.WriteAllTextAsync(path, $"{document[..begin]}\n\n{table}\n\n{document[end..]}");
    }

    /// <summary>The cells that say which case a row is.</summary>
    public static IReadOnlyList<string> Identity(CrashCase crash) => [crash.Scenario.Name, crash.Point, OnRecord.Describe(crash.OnRecord)];

    private static string Row(CrashResult result) =>
        $"| {string.Join(" | ", [.. Identity(result.Case), result.Killed, result.Effect, result.End])} |";
}
