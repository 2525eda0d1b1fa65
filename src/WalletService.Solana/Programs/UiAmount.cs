using System.Globalization;
using System.Numerics;

namespace WalletService.Solana.Programs;

/// <summary>An amount of tokens as people read it, the same text that the token programs give (<c>AmountToUiAmount</c>).</summary>
/// <param name="Text">Decimal digits with a point, without zeros at the end.</param>
/// <param name="Kind">What the text stands for. Only a plain one may be computed with.</param>
public sealed record UiAmount(string Text, UiAmountKind Kind)
{
    /// <summary>An amount of base units, as a mint shows it.</summary>
    /// <param name="mint">The mint.</param>
    /// <param name="amount">In base units.</param>
    /// <param name="unixTime">The chain's clock in seconds; matters to interest and to factors that change.</param>
    public static UiAmount Of(Mint mint, ulong amount, long unixTime)
    {
        if (mint.Known.InterestBearing is { } interest)
        {
            // Times so far apart that the program gives up: without interest at least the tokens are right.
            var text = interest.UiAmount(amount, mint.Decimals, unixTime) ?? Format(amount, mint.Decimals);
            return new UiAmount(text, UiAmountKind.WithInterest);
        }

        return mint.Known.ScaledUiAmount is { } scaled
            ? new UiAmount(scaled.UiAmount(amount, mint.Decimals, unixTime), UiAmountKind.Scaled)
            : new UiAmount(Format(amount, mint.Decimals), UiAmountKind.Plain);
    }

    /// <summary>Moves the decimal point through the digits: exact for any number of decimals, up to the 255 that a mint may have.</summary>
    public static string Format(BigInteger amount, byte decimals)
    {
        var digits = amount.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
