using System.Globalization;

namespace WalletService.Domain.Values;

/// <summary>
/// An exact decimal number of tokens, as a person writes it. How many base units it is depends on the mint's decimals, which only the
/// chain knows.
/// </summary>
public readonly record struct TokenQuantity
{
    /// <summary>A token has at most 2^64-1 base units, which is 20 digits, and at most 255 decimals; more than this is never meant.</summary>
    public const int MaximumLength = 64;

    private readonly string? text;

    private TokenQuantity(string canonical) => text = canonical;

    /// <summary>
    /// Reads digits with at most one point among them, e.g. <c>12.50</c>. A sign, an exponent, spaces and everything else is refused;
    /// nothing is ever rounded.
    /// </summary>
    public static bool TryParse(string? value, out TokenQuantity quantity)
    {
        quantity = default;
        if (string.IsNullOrEmpty(value) || value.Length > MaximumLength)
        {
            return false;
        }

        var point = value.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? value : value[..point];
        var fraction = point < 0 ? string.Empty : value[(point + 1)..];
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || !whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            return false;
        }

        whole = whole.TrimStart('0');
        fraction = fraction.TrimEnd('0');
        whole = whole.Length == 0 ? "0" : whole;
        quantity = new TokenQuantity(fraction.Length == 0 ? whole : $"{whole}.{fraction}");
        return true;
    }

    /// <exception cref="FormatException">The text is not one.</exception>
    public static TokenQuantity Parse(string value) =>
        TryParse(value, out var quantity) ? quantity : throw new FormatException($"'{value}' is not a decimal number of tokens.");

    /// <summary>The number that <paramref name="baseUnits"/> are for a mint with so many decimals.</summary>
    public static TokenQuantity FromBaseUnits(ulong baseUnits, byte decimals)
    {
        var digits = baseUnits.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        return decimals == 0 ? Parse(digits) : new TokenQuantity(Trim(digits[..^decimals], digits[^decimals..]));
    }

    /// <summary>Whether it is zero.</summary>
    public bool IsZero => ToString() == "0";

    /// <summary>How many digits stand behind the point.</summary>
    public int FractionDigits => ToString() is var digits && digits.IndexOf('.', StringComparison.Ordinal) is var point and >= 0
        ? digits.Length - point - 1
        : 0;

    /// <summary>
    /// The exact number of base units; false when the mint has fewer decimals than the number, or it is more than 2^64-1 base units.
    /// </summary>
    public bool TryToBaseUnits(byte decimals, out ulong baseUnits)
    {
        baseUnits = 0;
        if (FractionDigits > decimals)
        {
            return false;
        }

        var parts = ToString().Split('.');
        var digits = parts[0] + (parts.Length == 2 ? parts[1] : string.Empty).PadRight(decimals, '0');
        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out baseUnits);
    }

    /// <summary>Without superfluous zeros, e.g. <c>12.5</c>.</summary>
    public override string ToString() => text ?? "0";

    private static string Trim(string whole, string fraction)
    {
        var significant = fraction.TrimEnd('0');
        return significant.Length == 0 ? whole : $"{whole}.{significant}";
    }
}
