using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Values;

/// <summary>
/// Which of the calling services asked: 1 to 64 letters and digits of ASCII, dots, underscores and hyphens. It is proven by the broker or
/// by a signed token, never taken from a request's fields.
/// </summary>
public sealed record CallerId
{
    public const int MaximumLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private CallerId(string value) => Value = value;

    /// <summary>Nobody has proven who asked; there are such requests only where identity is not required, and before it was.</summary>
    public static CallerId Unidentified { get; } = new(string.Empty);

    /// <summary>Empty for <see cref="Unidentified"/>.</summary>
    public string Value { get; }

    public bool IsIdentified => Value.Length > 0;

    public static CallerId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"A caller's name has 1 to {MaximumLength} letters, digits, dots, underscores and hyphens.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out CallerId? id)
    {
        id = text is { Length: > 0 and <= MaximumLength } && !text.AsSpan().ContainsAnyExcept(Allowed) ? new CallerId(text) : null;
        return id is not null;
    }

    /// <summary>What a store has kept as <see cref="Value"/>.</summary>
    public static CallerId Restore(string text) => text.Length == 0 ? Unidentified : Parse(text);

    public override string ToString() => Value;
}
