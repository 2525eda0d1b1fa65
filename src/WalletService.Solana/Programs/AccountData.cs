using System.Buffers.Binary;

namespace WalletService.Solana.Programs;

/// <summary>Reads the fixed layouts of token accounts. The caller has checked the length.</summary>
internal static class AccountData
{
    private const int OptionTagLength = sizeof(uint);

    public static Address ReadAddress(ReadOnlySpan<byte> data, int offset) => Address.FromBytes(data.Slice(offset, Address.Length));

    public static ulong ReadUInt64(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(data[offset..]);

    public static ushort ReadUInt16(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(data[offset..]);

    /// <summary>An address for which 32 zeros stand for none, as extensions write it.</summary>
    public static Address? ReadAddressOrZero(ReadOnlySpan<byte> data, int offset)
    {
        var bytes = data.Slice(offset, Address.Length);
        return bytes.ContainsAnyExcept((byte)0) ? Address.FromBytes(bytes) : null;
    }

    /// <summary>A COption: a tag of four bytes, 0 or 1, then the value in its place either way.</summary>
    public static bool TryReadOptionalAddress(ReadOnlySpan<byte> data, int offset, out Address? address)
    {
        var valid = TryReadTag(data, offset, out var present);
        address = present ? ReadAddress(data, offset + OptionTagLength) : null;
        return valid;
    }

    /// <inheritdoc cref="TryReadOptionalAddress"/>
    public static bool TryReadOptionalUInt64(ReadOnlySpan<byte> data, int offset, out ulong? value)
    {
        var valid = TryReadTag(data, offset, out var present);
        value = present ? ReadUInt64(data, offset + OptionTagLength) : null;
        return valid;
    }

    private static bool TryReadTag(ReadOnlySpan<byte> data, int offset, out bool present)
    {
        var tag = BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]);
        present = tag == 1;
        return tag <= 1;
    }
}
