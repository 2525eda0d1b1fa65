namespace WalletService.Solana.Encoding;

/// <summary>
/// Solana's "shortvec" length prefix: 7 bits a byte, least significant first, the high bit meaning that more follow.
/// One to three bytes, and only the shortest form of a value is valid.
/// </summary>
public static class CompactU16
{
    /// <summary>The longest encoding, in bytes.</summary>
    public const int MaxLength = 3;

    private const byte More = 0x80;
    private const byte ValueBits = 0x7f;

    /// <summary>How many bytes a value takes.</summary>
    public static int EncodedLength(ushort value) => value switch
    {
        < 1 << 7 => 1,
        < 1 << 14 => 2,
        _ => 3,
    };

    /// <summary>Writes the value and returns how many bytes it took; <paramref name="destination"/> must have room.</summary>
    public static int Write(ushort value, Span<byte> destination)
    {
        var length = EncodedLength(value);
        for (var i = 0; i < length; i++)
        {
            var bits = (byte)((value >> (7 * i)) & ValueBits);
            destination[i] = i == length - 1 ? bits : (byte)(bits | More);
        }

        return length;
    }

    /// <summary>Reads a value from the start of <paramref name="source"/>; false when it is cut off, too large or not the shortest form.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out ushort value, out int length)
    {
        var sum = 0;
        for (length = 1; length <= MaxLength && length <= source.Length; length++)
        {
            var current = source[length - 1];
            sum |= (current & ValueBits) << (7 * (length - 1));
            if ((current & More) == 0)
            {
                value = unchecked((ushort)sum);
                return sum <= ushort.MaxValue && EncodedLength(value) == length;
            }
        }

        value = 0;
        length = 0;
        return false;
    }
}
