using System.Buffers.Binary;

namespace WalletService.Solana.Programs;

/// <summary>
/// Reads an instruction's data from its front. Where the bytes run out it gives zeros and <see cref="IsExact"/> is false ever after.
/// </summary>
public ref struct InstructionData(ReadOnlySpan<byte> data)
{
    /// <summary>Most bytes of a seed (<c>MAX_SEED_LEN</c> of Solana's address derivation).</summary>
    private const int MaxSeedLength = 32;

    private ReadOnlySpan<byte> rest = data;
    private bool isShort;

    /// <summary>Whether everything read was there and nothing is left.</summary>
    public readonly bool IsExact => !isShort && rest.IsEmpty;

    public byte ReadByte() => Take(1) is [var value] ? value : (byte)0;

    public uint ReadUInt32() => Take(sizeof(uint)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : 0;

    public ulong ReadUInt64() => Take(sizeof(ulong)) is { IsEmpty: false } bytes ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;

    public Address? ReadAddress() => Take(Address.Length) is { IsEmpty: false } bytes ? Address.FromBytes(bytes) : null;

    /// <summary>An address behind a byte that says whether there is one: 0 for none, 1 for one.</summary>
    public Address? ReadOptionalAddress()
    {
        var flag = ReadByte();
        isShort |= flag > 1;
        return flag == 1 ? ReadAddress() : null;
    }

    /// <summary>Passes over a seed: its length as eight bytes, then as many bytes.</summary>
    public void SkipSeed()
    {
        var length = ReadUInt64();
        if (length > MaxSeedLength)
        {
            isShort = true;
            return;
        }

        if (length > 0)
        {
            _ = Take((int)length);
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (isShort || rest.Length < count)
        {
            isShort = true;
            return [];
        }

        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }
}
