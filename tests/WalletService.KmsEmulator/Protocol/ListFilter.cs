using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>
/// The part of Google's list filter language that is emulated: terms <c>field=value</c>, <c>field!=value</c> and
/// <c>field:part</c>, joined by <c>AND</c> or by spaces, each perhaps behind <c>NOT</c> or <c>-</c>. Anything else is refused, not ignored.
/// </summary>
internal sealed partial class ListFilter
{
    private readonly List<Term> terms = [];

    private ListFilter()
    {
    }

    public static ListFilter Parse(string text)
    {
        var filter = new ListFilter();
        var position = 0;
        while (position < text.Length)
        {
            var match = TermPattern().Match(text, position);
            if (!match.Success)
            {
                throw KmsException.InvalidArgument($"Invalid or unsupported filter '{text}' at position {position}.");
            }

            var quoted = match.Groups["quoted"];
            var value = quoted.Success ? quoted.Value : match.Groups["plain"].Value;
            filter.terms.Add(new Term(match.Groups["not"].Success, match.Groups["field"].Value, match.Groups["operator"].Value, value));
            position = match.Index + match.Length;
        }

        return filter;
    }

    public bool Matches(JsonObject resource) => terms.TrueForAll(term => term.Matches(resource));

    [GeneratedRegex(
        """\G\s*(?:AND\s+)?(?<not>NOT\s+|-)?(?<field>[A-Za-z][A-Za-z0-9_.-]*)\s*(?<operator>!=|=|:)\s*(?:"(?<quoted>[^"]*)"|(?<plain>[^\s"()]+))\s*""",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex TermPattern();

    private sealed record Term(bool Negated, string Field, string Operator, string Value)
    {
        public bool Matches(JsonObject resource)
        {
            JsonNode? node = resource;
            foreach (var part in Field.Split('.'))
            {
                node = (node as JsonObject)?[part];
            }

            var actual = node?.ToString();
            var holds = Operator switch
            {
                "=" => string.Equals(actual, Value, StringComparison.Ordinal),
                "!=" => !string.Equals(actual, Value, StringComparison.Ordinal),
                _ => actual?.Contains(Value, StringComparison.OrdinalIgnoreCase) == true,
            };
            return holds != Negated;
        }
    }
}
