using System.Buffers.Binary;

namespace WalletService.Solana.Encoding;

/// <summary>Reads the wire format from a span, naming what was being read when the bytes run out.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position { get; private set; }

    public readonly int Remaining => bytes.Length - Position;

    public readonly byte Peek(string what) =>
        Remaining > 0 ? bytes[Position] : throw new WireFormatException($"The bytes end before {what}.");

    public ReadOnlySpan<byte> Read(int count, string what)
    {
        if (count > Remaining)
        {
            throw new WireFormatException($"The bytes end within {what}.");
        }

        var read = bytes.Slice(Position, count);
        Position += count;
        return read;
    }

    public byte ReadByte(string what) => Read(1, what)[0];

    public ushort ReadUInt16(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Read(sizeof(ushort), what));

    public uint ReadUInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Read(sizeof(uint), what));

    public ulong ReadUInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Read(sizeof(ulong), what));

    public Address ReadAddress(string what) => Address.FromBytes(Read(Address.Length, what));

    public ushort ReadLength(string what)
    {
        if (!CompactU16.TryRead(bytes[Position..], out var value, out var length))
        {
            throw new WireFormatException($"The number of {what} is not a valid compact-u16.");
        }

        Position += length;
        return value;
    }

    /// <summary>A compact-u16 count, then as many bytes.</summary>
    public byte[] ReadByteVector(string what) => Read(ReadLength(what), what).ToArray();

    /// <summary>A count that is already known, then as many addresses.</summary>
    public Address[] ReadAddresses(int count, string what)
    {
        // Ask for all bytes first, so that a false count reserves nothing.
        var all = Read(count * Address.Length, what);
        var addresses = new Address[count];
        for (var i = 0; i < count; i++)
        {
            addresses[i] = Address.FromBytes(all.Slice(i * Address.Length, Address.Length));
        }

        return addresses;
    }

    public readonly void ExpectEnd()
    {
        if (Remaining > 0)
        {
            throw new WireFormatException($"{Remaining} bytes follow the end.");
        }
    }
}
