using System.Numerics;

namespace WalletService.Solana.Programs.Extensions;

/// <summary>
/// The floating-point arithmetic that Token-2022 shows amounts with, bit for bit: .NET leaves the last bit of <c>exp</c> to the
/// machine's library, and the program's is its own.
/// </summary>
internal static class ProgramFloat
{
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double InverseLn2 = 1.44269504088896338700e+00;
    private const double ExpOverflow = 709.782712893383973096;
    private const double ExpUnderflow = -745.13321910194110842;

    /// <summary>High word of 0.5 ln 2: below it there is nothing to reduce.</summary>
    private const uint HalfLn2 = 0x3fd62e42;

    /// <summary>High word of 1.5 ln 2: below it the nearest multiple of ln 2 is the first.</summary>
    private const uint OneAndHalfLn2 = 0x3ff0a2b2;

    /// <summary>High word of 2⁻²⁸: below it the result is 1 + x.</summary>
    private const uint Tiny = 0x3e300000;

    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;

    /// <summary>e to the power of <paramref name="x"/> as FreeBSD's e_exp.c computes it, from which the program's library was made.</summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x) || x > ExpOverflow)
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (x < ExpUnderflow)
        {
            return 0;
        }

        var size = (uint)(BitConverter.DoubleToUInt64Bits(x) >> 32) & 0x7fffffff;
        if (size <= Tiny)
        {
            return 1 + x;
        }

        var power = size switch
        {
            <= HalfLn2 => 0,
            < OneAndHalfLn2 => Math.Sign(x),
            _ => (int)((InverseLn2 * x) + (x < 0 ? -0.5 : 0.5)),
        };
        var high = x - (power * Ln2High);
        var low = power * Ln2Low;
        var rest = high - low;
        var square = rest * rest;
        var remainder = rest - (square * Polynomial(square));
        var result = 1 + ((rest * remainder / (2 - remainder)) - low + high);
        return power == 0 ? result : Math.ScaleB(result, power);
    }

    /// <summary>Ten to a power, by the squarings that the program's library takes: exact up to 10²².</summary>
    public static double PowerOfTen(byte exponent)
    {
        var power = 1.0;
        var square = 10.0;
        for (var rest = (int)exponent; rest > 0; rest >>= 1)
        {
            power = (rest & 1) == 1 ? power * square : power;
            square *= square;
        }

        return power;
    }

    /// <summary>Rounded once to the nearest, ties to even.</summary>
    public static double FromUInt64(ulong value) =>
        value <= long.MaxValue ? (long)value : 2.0 * (long)((value >> 1) | (value & 1));

    /// <summary>
    /// A number that is not negative with so many decimals, exactly rounded (ties to even) as Rust's formatter does, without zeros at
    /// the end.
    /// </summary>
    public static string Format(double value, byte decimals)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : "inf";
        }

        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits) & 0x7ff;
        var fraction = bits & ((1UL << MantissaBits) - 1);
        var mantissa = exponent == 0 ? fraction : fraction | (1UL << MantissaBits);
        var scaled = mantissa * BigInteger.Pow(10, decimals);
        var shift = Math.Max(exponent, 1) - ExponentBias;
        return UiAmount.Format(shift >= 0 ? scaled << shift : RoundedShift(scaled, -shift), decimals);
    }

    private static BigInteger RoundedShift(BigInteger value, int bits)
    {
        var quotient = value >> bits;
        var twice = (value - (quotient << bits)) << 1;
        var comparison = twice.CompareTo(BigInteger.One << bits);
        return comparison > 0 || (comparison == 0 && !quotient.IsEven) ? quotient + 1 : quotient;
    }

    private static double Polynomial(double square)
    {
        const double P1 = 1.66666666666666019037e-01;
        const double P2 = -2.77777777770155933842e-03;
        const double P3 = 6.61375632143793436117e-05;
        const double P4 = -1.65339022054652515390e-06;
        const double P5 = 4.13813679705723846039e-08;
        return P1 + (square * (P2 + (square * (P3 + (square * (P4 + (square * P5)))))));
    }
}
