using System.Text.RegularExpressions;

namespace WalletService.Architecture.Tests.Code;

/// <summary>A method, constructor or operator: where it begins, from its name's line on, and how long it is.</summary>
internal sealed record Method(string Header, int Line, int Lines);

/// <summary>Finds the methods of C# source by its braces: members of a type whose head has a parameter list.</summary>
internal static partial class Methods
{
    /// <summary>All methods of the source, in order.</summary>
    public static IReadOnlyList<Method> In(string source)
    {
        var code = CodeText.Of(source);
        var found = new List<Method>();
        var enclosing = new Stack<bool>();
        var start = 0;
        for (var at = 0; at < code.Length; at++)
        {
            if (code[at] == '{' && IsType(code[start..at]))
            {
                enclosing.Push(true);
                start = at + 1;
            }
            else if (enclosing.Count > 0 && code[at] == '}')
            {
                enclosing.Pop();
                start = at + 1;
            }
            else if (enclosing.Count > 0 && (code[at] is '{' or ';' or '=') && !IsInsideParentheses(code, start, at))
            {
                var end = EndOfMember(code, at);
                AddIfMethod(found, code, start, at, end);
                at = end;
                start = end + 1;
            }
            else if (code[at] == ';')
            {
                start = at + 1;
            }
        }

        return found;
    }

    private static void AddIfMethod(List<Method> found, string code, int start, int headEnd, int end)
    {
        var head = LeadingAttributes().Replace(code[start..headEnd], match => new string('\n', match.Value.Count(c => c == '\n')));
        var isAssignment = code[headEnd] == '=' && code[headEnd + 1] != '>';
        if (isAssignment || code[headEnd] == ';' || !head.Contains('('))
        {
            return;
        }

        var line = 1 + code.AsSpan(0, start).Count('\n') + head.TakeWhile(char.IsWhiteSpace).Count(c => c == '\n');
        var lastLine = 1 + code.AsSpan(0, end).Count('\n');
        found.Add(new Method(string.Join(' ', head.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), line, lastLine - line + 1));
    }

    // A member ends at the brace that closes its body, or at the semicolon after an expression.
    private static int EndOfMember(string code, int at)
    {
        var depth = 0;
        var isBody = code[at] == '{';
        for (; at < code.Length; at++)
        {
            depth += code[at] switch { '{' or '(' or '[' => 1, '}' or ')' or ']' => -1, _ => 0 };
            if (depth == 0 && (code[at] == ';' || (isBody && code[at] == '}' && !IsFollowedByInitializer(code, at))))
            {
                return at;
            }
        }

        return code.Length - 1;
    }

    // A property may go on after its accessors: { get; } = value;
    private static bool IsFollowedByInitializer(string code, int at)
    {
        var rest = code.AsSpan(at + 1).TrimStart();
        return rest.StartsWith("=") && !rest.StartsWith("==");
    }

    private static bool IsInsideParentheses(string code, int start, int at)
    {
        var text = code.AsSpan(start, at - start);
        return text.Count('(') > text.Count(')') || text.Count('[') > text.Count(']');
    }

    private static bool IsType(string head) => TypeHead().IsMatch(head);

    [GeneratedRegex(@"(^|[\s\]])(class|struct|interface|enum|record)\s+(class\s+|struct\s+)?@?\w+[^;=]*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TypeHead();

    [GeneratedRegex(@"^(\s*\[[^\]]*\](?=[\s\[]))+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeadingAttributes();
}
