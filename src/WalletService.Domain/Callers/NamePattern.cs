namespace WalletService.Domain.Callers;

/// <summary>
/// A pattern for names: <c>*</c> stands for any text, also none; everything else for itself, capital or small as it is written.
/// </summary>
public sealed class NamePattern(string text)
{
    public const int MaximumLength = 160;

    private readonly string[] parts = text.Split('*');

    public bool Matches(string name)
    {
        if (parts.Length == 1)
        {
            return string.Equals(name, text, StringComparison.Ordinal);
        }

        var first = parts[0];
        var last = parts[^1];
        if (name.Length < first.Length + last.Length
            || !name.StartsWith(first, StringComparison.Ordinal)
            || !name.EndsWith(last, StringComparison.Ordinal))
        {
            return false;
        }

        var middle = name.AsSpan(first.Length, name.Length - first.Length - last.Length);
        foreach (var part in parts.AsSpan(1..^1))
        {
            var at = middle.IndexOf(part, StringComparison.Ordinal);
            if (at < 0)
            {
                return false;
            }

            middle = middle[(at + part.Length)..];
        }

        return true;
    }

    public override string ToString() => text;
}
