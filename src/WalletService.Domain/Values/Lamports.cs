using System.Globalization;

namespace WalletService.Domain.Values;

/// <summary>
/// An amount of SOL in lamports, its smallest unit (1 SOL = 1,000,000,000 lamports). Arithmetic is checked: an overflow or
/// a negative result throws <see cref="OverflowException"/>; it never wraps.
/// </summary>
public readonly record struct Lamports : IComparable<Lamports>
{
    /// <summary>Decimal places of SOL.</summary>
    public const int Decimals = 9;

    /// <summary>Lamports in one SOL.</summary>
    public const ulong PerSol = 1_000_000_000;

    public Lamports(ulong value) => Value = value;

    public static Lamports Zero => default;

    /// <summary>The amount in lamports.</summary>
    public ulong Value { get; }

    public static Lamports operator +(Lamports left, Lamports right) => new(checked(left.Value + right.Value));

    public static Lamports operator -(Lamports left, Lamports right) => new(checked(left.Value - right.Value));

    public static bool operator <(Lamports left, Lamports right) => left.Value < right.Value;

    public static bool operator >(Lamports left, Lamports right) => left.Value > right.Value;

    public static bool operator <=(Lamports left, Lamports right) => left.Value <= right.Value;

    public static bool operator >=(Lamports left, Lamports right) => left.Value >= right.Value;

    /// <summary>The difference, or zero when <paramref name="other"/> is the larger.</summary>
    public Lamports SubtractOrZero(Lamports other) => Value > other.Value ? new(Value - other.Value) : Zero;

    public int CompareTo(Lamports other) => Value.CompareTo(other.Value);

    /// <summary>Exact decimal SOL without trailing zeros, e.g. <c>0.25</c>.</summary>
    public string ToSol()
    {
        var whole = (Value / PerSol).ToString(CultureInfo.InvariantCulture);
        var fraction = (Value % PerSol).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }

    /// <summary>The integer amount as text, for replies and messages.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// Reads an exact decimal amount of SOL. More than nine decimals, a sign, an exponent, spaces or an amount above 2^64-1
    /// lamports is refused; nothing is ever rounded.
    /// </summary>
    public static bool TryParseSol(string? text, out Lamports lamports)
    {
        lamports = Zero;
        if (string.IsNullOrEmpty(text) || text.Length > 32)
        {
            return false;
        }

        var point = text.IndexOf('.', StringComparison.Ordinal);
        var whole = point < 0 ? text : text[..point];
        var fraction = point < 0 ? string.Empty : text[(point + 1)..];
        if (whole.Length == 0 || (point >= 0 && fraction.Length == 0) || fraction.Length > Decimals)
        {
            return false;
        }

        if (!whole.All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            return false;
        }

        var units = whole + fraction.PadRight(Decimals, '0');
        if (!ulong.TryParse(units, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        lamports = new Lamports(value);
        return true;
    }
}
