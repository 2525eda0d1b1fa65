using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.Operations.Tests.Runbook;

/// <summary>The headings and commands of <c>docs/operations/runbook.md</c>.</summary>
internal sealed partial class RunbookDocument(string text)
{
    public static RunbookDocument Read() => new(File.ReadAllText(RepositoryRoot.PathOf("docs", "operations", "runbook.md")));

    public IEnumerable<string> Headings => Heading().Matches(text).Select(match => match.Groups["title"].Value);

    /// <summary>The lines of shell blocks that call a program, without comments.</summary>
    public IEnumerable<string> CallsOf(string program) => Blocks("sh")
        .SelectMany(block => block.Split('\n'))
        .Select(line => Comment().Replace(line, string.Empty).Trim())
        .Where(line => line.StartsWith(program + ' ', StringComparison.Ordinal));

    /// <summary>The blocks of a language.</summary>
    public IEnumerable<string> Blocks(string language) =>
        Block().Matches(text).Where(match => match.Groups["language"].Value == language).Select(match => match.Groups["body"].Value);

    /// <summary>The words of a command line, as a shell takes quotes.</summary>
    public static string[] Words(string line) => [.. Word().Matches(line).Select(match => match.Value.Trim('"'))];

    [GeneratedRegex("^#{2,3} (?<title>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("^```(?<language>\\w+)\n(?<body>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"\s+#.*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"]*\"|\\S+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
