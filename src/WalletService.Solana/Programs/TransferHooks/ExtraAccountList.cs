using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>
/// The accounts that a hook needs, from its account of metas: entries of an eight-byte discriminator, a length and a value, of
/// which the one for <c>Execute</c> holds a count and as many accounts of 35 bytes.
/// </summary>
internal static class ExtraAccountList
{
    /// <summary>As many accounts as a transaction may lock; a longer list can never be satisfied.</summary>
    public const int MostAccounts = 64;

    private const int DiscriminatorLength = 8;
    private const int HeaderLength = DiscriminatorLength + sizeof(uint);

    public static bool TryParse(ReadOnlyMemory<byte> data, [NotNullWhen(true)] out IReadOnlyList<ExtraAccount>? accounts)
    {
        accounts = null;
        while (data.Length >= HeaderLength && data.Span[..DiscriminatorLength].ContainsAnyExcept((byte)0))
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(data.Span[DiscriminatorLength..]);
            if (length > data.Length - HeaderLength)
            {
                return false;
            }

            if (data.Span.StartsWith(TransferHookInterface.ExecuteDiscriminator))
            {
                return TryReadList(data.Slice(HeaderLength, (int)length), out accounts);
            }

            data = data[(HeaderLength + (int)length)..];
        }

        return false;
    }

    private static bool TryReadList(ReadOnlyMemory<byte> value, [NotNullWhen(true)] out IReadOnlyList<ExtraAccount>? accounts)
    {
        accounts = null;
        if (value.Length < sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(value.Span) is var count && (count > MostAccounts
                || count * ExtraAccount.Length > value.Length - sizeof(uint)))
        {
            return false;
        }

        var entries = value[sizeof(uint)..];
        accounts = [.. Enumerable.Range(0, (int)count).Select(index => ExtraAccount.Read(entries.Slice(index * ExtraAccount.Length, ExtraAccount.Length)))];
        return true;
    }
}
