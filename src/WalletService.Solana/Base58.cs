using System.Buffers;

namespace WalletService.Solana;

/// <summary>
/// Base58 with the Bitcoin alphabet. Input is bounded by what Solana ever writes this way: one packet of 1,232 bytes,
/// which is 1,683 characters. Work is done in digits of 58^5, five characters at a time, because 58^5 fits in 32 bits.
/// </summary>
public static class Base58
{
    /// <summary>Longest input of <see cref="Encode"/>, in bytes.</summary>
    public const int MaxDecodedLength = 1232;

    /// <summary>Longest text that is decoded, in characters.</summary>
    public const int MaxEncodedLength = 1683;

    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int CharactersPerDigit = 5;
    private const uint DigitBase = 58 * 58 * 58 * 58 * 58;
    private const byte NotInAlphabet = 0xff;

    // Enough for a 64-byte signature; longer values use a pooled array.
    private const int StackLimbs = 24;

    private static readonly byte[] Values = BuildValues();

    private static uint[] Powers { get; } = [1, 58, 58 * 58, 58 * 58 * 58, 58 * 58 * 58 * 58, DigitBase];

    /// <exception cref="ArgumentException">More than <see cref="MaxDecodedLength"/> bytes.</exception>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxDecodedLength)
        {
            throw new ArgumentException($"At most {MaxDecodedLength} bytes are written as base58, not {bytes.Length}.", nameof(bytes));
        }

        var zeros = CountLeading(bytes, (byte)0);
        var limbCount = (bytes.Length - zeros + 3) / 4;
        var rented = limbCount > StackLimbs ? ArrayPool<uint>.Shared.Rent(limbCount) : null;
        Span<uint> limbs = rented is null ? stackalloc uint[StackLimbs] : rented;
        limbs = limbs[..limbCount];
        ReadLimbs(bytes[zeros..], limbs);

        Span<char> characters = limbCount > StackLimbs ? new char[zeros + (limbCount * 6)] : stackalloc char[zeros + (StackLimbs * 6)];
        var start = WriteCharacters(limbs, characters);
        characters.Slice(start - zeros, zeros).Fill(Alphabet[0]);
        if (rented is not null)
        {
            ArrayPool<uint>.Shared.Return(rented);
        }

        return new string(characters[(start - zeros)..]);
    }

    /// <exception cref="FormatException">A character outside the alphabet, or more than <see cref="MaxEncodedLength"/> characters.</exception>
    public static byte[] Decode(ReadOnlySpan<char> text)
    {
        var buffer = new byte[Math.Min(text.Length, MaxEncodedLength)];
        return TryDecode(text, buffer, out var written)
            ? buffer[..written]
            : throw new FormatException($"Not base58 of at most {MaxEncodedLength} characters.");
    }

    /// <summary>Decodes into <paramref name="destination"/>; false when the text is not base58, is too long, or does not fit.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> destination, out int written)
    {
        written = 0;
        if (text.Length > MaxEncodedLength)
        {
            return false;
        }

        // The value itself is bounded by the destination: one limb more than it holds shows an overflow.
        var zeros = CountLeading(text, Alphabet[0]);
        var digits = text[zeros..];
        var limbCount = Math.Min((destination.Length / 4) + 2, (digits.Length / CharactersPerDigit) + 2);
        var rented = limbCount > StackLimbs ? ArrayPool<uint>.Shared.Rent(limbCount) : null;
        Span<uint> limbs = rented is null ? stackalloc uint[StackLimbs] : rented;
        limbs = limbs[..limbCount];
        limbs.Clear();

        var decoded = TryAccumulate(digits, limbs) && TryWriteBytes(limbs, zeros, destination, out written);
        if (rented is not null)
        {
            ArrayPool<uint>.Shared.Return(rented);
        }

        return decoded;
    }

    private static byte[] BuildValues()
    {
        var values = new byte[128];
        Array.Fill(values, NotInAlphabet);
        for (var i = 0; i < Alphabet.Length; i++)
        {
            values[Alphabet[i]] = (byte)i;
        }

        return values;
    }

    private static int CountLeading<T>(ReadOnlySpan<T> items, T item)
        where T : IEquatable<T>
    {
        var index = items.IndexOfAnyExcept(item);
        return index < 0 ? items.Length : index;
    }

    /// <summary>Reads big-endian bytes as 32-bit limbs, most significant first.</summary>
    private static void ReadLimbs(ReadOnlySpan<byte> bytes, Span<uint> limbs)
    {
        limbs.Clear();
        for (var i = 0; i < bytes.Length; i++)
        {
            var fromEnd = bytes.Length - 1 - i;
            limbs[limbs.Length - 1 - (fromEnd / 4)] |= (uint)bytes[i] << (8 * (fromEnd % 4));
        }
    }

    /// <summary>Divides <paramref name="limbs"/> down to zero, writing characters from the end; returns where they start.</summary>
    private static int WriteCharacters(Span<uint> limbs, Span<char> characters)
    {
        var position = characters.Length;
        while (limbs.Length > 0)
        {
            ulong remainder = 0;
            for (var i = 0; i < limbs.Length; i++)
            {
                var value = (remainder << 32) | limbs[i];
                limbs[i] = (uint)(value / DigitBase);
                remainder = value % DigitBase;
            }

            limbs = limbs[CountLeading<uint>(limbs, 0u)..];
            var digit = (uint)remainder;

            // The most significant digit has no leading zeros; every other one is five characters.
            for (var i = 0; i < CharactersPerDigit && (limbs.Length > 0 || digit > 0); i++)
            {
                characters[--position] = Alphabet[(int)(digit % 58)];
                digit /= 58;
            }
        }

        return position;
    }

    /// <summary>Adds up the digits into <paramref name="limbs"/>, least significant first.</summary>
    private static bool TryAccumulate(ReadOnlySpan<char> digits, Span<uint> limbs)
    {
        var used = 0;
        while (digits.Length > 0)
        {
            var count = Math.Min(digits.Length, CharactersPerDigit);
            ulong carry = 0;
            foreach (var character in digits[..count])
            {
                var value = character < Values.Length ? Values[character] : NotInAlphabet;
                if (value == NotInAlphabet)
                {
                    return false;
                }

                carry = (carry * 58) + value;
            }

            for (var i = 0; i < used; i++)
            {
                carry += (ulong)limbs[i] * Powers[count];
                limbs[i] = (uint)carry;
                carry >>= 32;
            }

            if (carry > 0)
            {
                if (used == limbs.Length)
                {
                    return false;
                }

                limbs[used++] = (uint)carry;
            }

            digits = digits[count..];
        }

        return true;
    }

    private static bool TryWriteBytes(ReadOnlySpan<uint> limbs, int zeros, Span<byte> destination, out int written)
    {
        written = 0;
        var length = limbs.Length * 4;
        while (length > 0 && ByteAt(limbs, length - 1) == 0)
        {
            length--;
        }

        if (zeros + length > destination.Length)
        {
            return false;
        }

        destination[..zeros].Clear();
        for (var i = 0; i < length; i++)
        {
            destination[zeros + i] = ByteAt(limbs, length - 1 - i);
        }

        written = zeros + length;
        return true;
    }

    private static byte ByteAt(ReadOnlySpan<uint> limbs, int index) => (byte)(limbs[index / 4] >> (8 * (index % 4)));
}
