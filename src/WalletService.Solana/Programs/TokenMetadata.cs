using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Programs;

/// <summary>The start of the TokenMetadata extension: whose metadata it is, and how the token calls itself.</summary>
public sealed record TokenMetadata(Address Mint, string Name, string Symbol, string Uri)
{
    /// <summary>Longest text that is read, in bytes; what is longer is not a name.</summary>
    public const int MaxTextLength = 1024;

    private const int MintOffset = Address.Length;
    private const int TextOffset = MintOffset + Address.Length;

    public static bool TryParse(ReadOnlySpan<byte> data, [NotNullWhen(true)] out TokenMetadata? metadata)
    {
        metadata = null;
        if (data.Length < TextOffset)
        {
            return false;
        }

        var rest = data[TextOffset..];
        if (!TryReadText(ref rest, out var name) || !TryReadText(ref rest, out var symbol) || !TryReadText(ref rest, out var uri))
        {
            return false;
        }

        metadata = new TokenMetadata(AccountData.ReadAddress(data, MintOffset), name, symbol, uri);
        return true;
    }

    /// <summary>A Borsh string: four bytes of length, then UTF-8.</summary>
    private static bool TryReadText(ref ReadOnlySpan<byte> rest, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (rest.Length < sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        rest = rest[sizeof(uint)..];
        if (length > MaxTextLength || length > rest.Length || !Utf8Text.TryDecode(rest[..(int)length], out text))
        {
            return false;
        }

        rest = rest[(int)length..];
        return true;
    }
}
