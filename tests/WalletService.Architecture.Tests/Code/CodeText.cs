namespace WalletService.Architecture.Tests.Code;

/// <summary>
/// Blanks comments, strings and characters out of C# source, so that braces and words that remain are code. Every
/// line keeps its number. (The compiler's own parser is not among the packages this project uses.)
/// </summary>
internal sealed class CodeText
{
    private readonly string _source;
    private readonly char[] _code;
    private int _at;

    private CodeText(string source)
    {
        _source = source;
        _code = source.ToCharArray();
    }

    /// <summary>The source with everything but code replaced by spaces.</summary>
    public static string Of(string source)
    {
        var text = new CodeText(source);
        text.SkipCode(isHole: false);
        return new string(text._code);
    }

    // In a hole of an interpolated string, code ends at the brace that closes the hole.
    private void SkipCode(bool isHole)
    {
        var depth = 0;
        while (_at < _source.Length)
        {
            if (isHole && depth == 0 && _source[_at] == '}')
            {
                return;
            }

            depth += _source[_at] switch { '{' => 1, '}' => -1, _ => 0 };
            SkipOne();
        }
    }

    private void SkipOne()
    {
        if (StartsWith("//") || (_source[_at] == '#' && IsFirstOfItsLine()))
        {
            BlankUntil(() => _source[_at] == '\n');
        }
        else if (StartsWith("/*"))
        {
            BlankUntil(() => StartsWith("*/"));
            Blank(2);
        }
        else if (_source[_at] == '\'')
        {
            BlankCharacter();
        }
        else if (_source[_at] is '"' or '$' or '@')
        {
            BlankString();
        }
        else
        {
            _at++;
        }
    }

    private void BlankCharacter()
    {
        Blank(1);
        BlankUntil(() => _source[_at] == '\'', escapes: true);
        Blank(1);
    }

    private void BlankString()
    {
        var prefix = _source.AsSpan(_at).IndexOfAnyExcept('$', '@');
        if (prefix < 0 || _source[_at + prefix] != '"')
        {
            _at++;
            return;
        }

        var dollars = _source.AsSpan(_at, prefix).Count('$');
        var isVerbatim = _source.AsSpan(_at, prefix).Contains('@');
        Blank(prefix);
        var quotes = Run('"');
        if (quotes >= 3)
        {
            Blank(quotes);
            BlankContent(dollars, () => Run('"') >= quotes, escapes: false, doublesBraces: false);
            Blank(quotes);
        }
        else if (quotes == 2)
        {
            Blank(2);
        }
        else
        {
            Blank(1);
            BlankContent(dollars, () => _source[_at] == '"' && !(isVerbatim && Run('"') % 2 == 0), escapes: !isVerbatim, doublesBraces: true);
            Blank(1);
        }
    }

    private void BlankContent(int dollars, Func<bool> isEnd, bool escapes, bool doublesBraces)
    {
        while (_at < _source.Length && !isEnd())
        {
            var braces = Run('{');
            if (dollars > 0 && doublesBraces && braces >= 2)
            {
                Blank(2);
            }
            else if (dollars > 0 && braces >= dollars)
            {
                Blank(braces);
                SkipCode(isHole: true);
                Blank(dollars);
            }
            else if (escapes && _source[_at] == '\\')
            {
                Blank(2);
            }
            else
            {
                Blank(Math.Max(1, doublesBraces ? Run('"') : 1));
            }
        }
    }

    private void BlankUntil(Func<bool> isEnd, bool escapes = false)
    {
        while (_at < _source.Length && !isEnd())
        {
            Blank(escapes && _source[_at] == '\\' ? 2 : 1);
        }
    }

    private void Blank(int count)
    {
        for (var end = Math.Min(_at + count, _source.Length); _at < end; _at++)
        {
            if (_code[_at] != '\n')
            {
                _code[_at] = ' ';
            }
        }
    }

    private int Run(char character)
    {
        var length = _source.AsSpan(_at).IndexOfAnyExcept(character);
        return length < 0 ? _source.Length - _at : length;
    }

    private bool StartsWith(string text) => _source.AsSpan(_at).StartsWith(text, StringComparison.Ordinal);

    private bool IsFirstOfItsLine()
    {
        var before = _source.AsSpan(0, _at);
        return before[(before.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }
}
