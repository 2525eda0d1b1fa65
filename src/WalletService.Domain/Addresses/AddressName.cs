using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace WalletService.Domain.Addresses;

/// <summary>
/// What a user calls an address: 1 to 64 lower-case letters and digits of ASCII, dots, underscores and hyphens. No other letters, so that
/// no two names look alike.
/// </summary>
public sealed record AddressName
{
    public const int MaximumLength = 64;

    /// <summary>Stands before a name where an address is asked for.</summary>
    public const char Mark = '@';

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-");

    private AddressName(string value) => Value = value;

    public string Value { get; }

    public static AddressName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new FormatException($"A name has 1 to {MaximumLength} lower-case letters, digits, dots, underscores and hyphens.");

    public static bool TryParse(string? text, [NotNullWhen(true)] out AddressName? name)
    {
        name = text is { Length: > 0 and <= MaximumLength } && !text.AsSpan().ContainsAnyExcept(Allowed) ? new AddressName(text) : null;
        return name is not null;
    }

    public override string ToString() => Value;
}
