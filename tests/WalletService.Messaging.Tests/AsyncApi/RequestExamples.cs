using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>The examples of <c>docs/api.md</c>; another test sends each of them to the service.</summary>
internal static partial class RequestExamples
{
    private static readonly Dictionary<string, (string Request, string Reply)> Examples = Section()
        .Matches(File.ReadAllText(RepositoryRoot.PathOf("docs", "api.md")))
        .ToDictionary(
            match => match.Groups["route"].Value,
            match => (match.Groups["request"].Value, match.Groups["reply"].Value),
            StringComparer.Ordinal);

    public static JsonNode RequestOf(string route) => JsonNode.Parse(Examples[route].Request)!;

    public static JsonNode ReplyOf(string route) => JsonNode.Parse(Examples[route].Reply)!;

    [GeneratedRegex(
        @"^## `(?<route>[a-zA-Z.]+)`$.*?```json\n(?<request>.*?)```.*?```json\n(?<reply>.*?)```",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Section();
}
