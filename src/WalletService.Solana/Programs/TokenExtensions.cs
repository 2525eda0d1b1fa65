using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Programs;

/// <summary>
/// The part of a Token-2022 account behind its base: padding up to 165 bytes, the account's kind, then type, length and value
/// of one extension after another, up to type 0 or the end.
/// </summary>
internal static class TokenExtensions
{
    public const byte MintKind = 1;

    public const byte AccountKind = 2;

    private const int KindOffset = TokenAccount.BaseLength;
    private const int FirstExtension = KindOffset + 1;
    private const int TypeLength = TokenExtensionLayout.TypeLength;
    private const int HeaderLength = TokenExtensionLayout.HeaderLength;

    /// <summary>More than twice the known types; an account that claims more is not one.</summary>
    private const int MostExtensions = 64;

    /// <summary>Reads the extensions of an account whose base takes <paramref name="baseLength"/> bytes; none when there is only the base.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> data, int baseLength, byte kind, [NotNullWhen(true)] out IReadOnlyList<TokenExtension>? extensions)
    {
        extensions = null;
        if (data.Length == baseLength)
        {
            extensions = [];
            return true;
        }

        return data.Length > KindOffset
            && data.Length != TokenExtensionLayout.MultisigLength
            && data[KindOffset] == kind
            && !data[baseLength..KindOffset].ContainsAnyExcept((byte)0)
            && TryWalk(data[FirstExtension..], out extensions);
    }

    private static bool TryWalk(ReadOnlySpan<byte> rest, [NotNullWhen(true)] out IReadOnlyList<TokenExtension>? extensions)
    {
        extensions = null;
        var found = new List<TokenExtension>();
        while (rest.Length >= TypeLength && BinaryPrimitives.ReadUInt16LittleEndian(rest) is var type && type != 0)
        {
            if (rest.Length < HeaderLength || found.Count == MostExtensions)
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[TypeLength..]);
            rest = rest[HeaderLength..];
            if (length > rest.Length)
            {
                return false;
            }

            found.Add(new TokenExtension(type, rest[..length].ToArray()));
            rest = rest[length..];
        }

        extensions = found;
        return true;
    }
}
