using System.Numerics;

namespace WalletService.Solana.Cryptography;

/// <summary>
/// What must be known of the curve −x² + y² = 1 + d·x²·y² over the field of p = 2²⁵⁵ − 19 (RFC 8032 §5.1).
/// Used on public data only, so nothing here runs in constant time.
/// </summary>
internal static class Curve25519
{
    /// <summary>Length of an encoded point: y little-endian, the sign of x in the top bit.</summary>
    public const int PointLength = 32;

    private const byte SignBit = 0x80;

    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;

    private static readonly BigInteger HalfOrder = (Prime - 1) / 2;

    private static readonly BigInteger D = BigInteger.Parse(
        "37095705934669439343138083508754565189542113879843219016388785533085940283555",
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>
    /// Every encoding of the eight points of small order, the sign bit cleared: y = 1, 0, −1 and the two y of order 8,
    /// then the forms of −1, 0 and 1 that are not reduced (p − 1 is the reduced −1; p and p + 1 stand for 0 and 1).
    /// </summary>
    private static readonly byte[][] SmallOrderEncodings =
    [
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    /// <summary>
    /// Whether the bytes decompress to a point, as curve25519-dalek and so the Solana runtime decides it: y is reduced
    /// modulo p, and x² = (y² − 1) / (d·y² + 1) must have a root. The sign bit plays no part.
    /// </summary>
    public static bool IsPoint(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PointLength)
        {
            return false;
        }

        Span<byte> unsigned = stackalloc byte[PointLength];
        ClearSign(encoded, unsigned);
        var y = new BigInteger(unsigned, isUnsigned: true) % Prime;
        var ySquared = y * y % Prime;
        var numerator = (ySquared + Prime - 1) % Prime;
        var denominator = ((D * ySquared) + 1) % Prime;

        // u/v is a square exactly when u·v is one, and Euler's criterion tells: u·v to the power (p − 1)/2 is 0 or 1.
        // The denominator is never 0, because −1/d is not a square.
        return BigInteger.ModPow(numerator * denominator % Prime, HalfOrder, Prime) <= BigInteger.One;
    }

    /// <summary>Whether the bytes encode, reduced or not, one of the eight points whose order divides 8.</summary>
    public static bool IsSmallOrder(ReadOnlySpan<byte> encoded)
    {
        if (encoded.Length != PointLength)
        {
            return false;
        }

        Span<byte> unsigned = stackalloc byte[PointLength];
        ClearSign(encoded, unsigned);
        foreach (var encoding in SmallOrderEncodings)
        {
            if (unsigned.SequenceEqual(encoding))
            {
                return true;
            }
        }

        return false;
    }

    private static void ClearSign(ReadOnlySpan<byte> encoded, Span<byte> unsigned)
    {
        encoded.CopyTo(unsigned);
        unsigned[^1] &= unchecked((byte)~SignBit);
    }
}
