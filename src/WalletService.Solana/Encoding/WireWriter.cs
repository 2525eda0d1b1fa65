using System.Buffers;
using System.Buffers.Binary;

namespace WalletService.Solana.Encoding;

/// <summary>Writes the wire format into a growing buffer.</summary>
internal sealed class WireWriter
{
    private const int UsualSize = 512;

    private readonly ArrayBufferWriter<byte> buffer = new(UsualSize);

    public void Write(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);

    public void WriteByte(byte value)
    {
        buffer.GetSpan(1)[0] = value;
        buffer.Advance(1);
    }

    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(buffer.GetSpan(sizeof(ushort)), value);
        buffer.Advance(sizeof(ushort));
    }

    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(buffer.GetSpan(sizeof(uint)), value);
        buffer.Advance(sizeof(uint));
    }

    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(buffer.GetSpan(sizeof(ulong)), value);
        buffer.Advance(sizeof(ulong));
    }

    public void WriteLength(int value) =>
        buffer.Advance(CompactU16.Write(checked((ushort)value), buffer.GetSpan(CompactU16.MaxLength)));

    /// <summary>A compact-u16 count, then the bytes.</summary>
    public void WriteByteVector(ReadOnlySpan<byte> bytes)
    {
        WriteLength(bytes.Length);
        Write(bytes);
    }

    public void WriteAddresses(IEnumerable<Address> addresses)
    {
        foreach (var address in addresses)
        {
            Write(address.Span);
        }
    }

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();
}
