using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace WalletService.Domain.Values;

/// <summary>
/// Base58 text of a value with a fixed number of bytes (Bitcoin alphabet, no checksum), as Solana writes addresses (32 bytes)
/// and signatures (64 bytes). Every byte string has exactly one such text.
/// </summary>
internal static class Base58Text
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    public static bool TryDecode(string? text, int length, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;

        // Each character carries log2(58) = 5.86 bits; longer text cannot be canonical and is not worth decoding.
        if (string.IsNullOrEmpty(text) || text.Length > (length * 8 / 5) + 1)
        {
            return false;
        }

        var value = BigInteger.Zero;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value * 58) + digit;
        }

        var zeros = text.TakeWhile(character => character == '1').Count();
        var size = value.IsZero ? 0 : value.GetByteCount(isUnsigned: true);
        if (zeros + size != length)
        {
            return false;
        }

        bytes = new byte[length];
        if (size > 0)
        {
            value.TryWriteBytes(bytes.AsSpan(zeros), out _, isUnsigned: true, isBigEndian: true);
        }

        return true;
    }

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
        Span<char> text = stackalloc char[(bytes.Length * 8 / 5) + 1];
        var start = text.Length;
        while (!value.IsZero)
        {
            value = BigInteger.DivRem(value, 58, out var digit);
            text[--start] = Alphabet[(int)digit];
        }

        for (var index = 0; index < bytes.Length && bytes[index] == 0; index++)
        {
            text[--start] = Alphabet[0];
        }

        return new string(text[start..]);
    }
}
