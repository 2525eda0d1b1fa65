using System.Buffers.Binary;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>
/// Sets what a legacy or v0 transaction may use and what it offers for it. At most one instruction of each kind is allowed.
/// </summary>
public static class ComputeBudgetProgram
{
    /// <summary>The highest limit that the runtime grants.</summary>
    public const uint MaxComputeUnitLimit = 1_400_000;

    private const byte UnitLimitCode = 2;
    private const byte UnitPriceCode = 3;
    private const byte DataSizeLimitCode = 4;

    public static Address Id => WellKnownAddresses.ComputeBudgetProgram;

    public static Instruction SetComputeUnitLimit(uint units) => new(Id, [], Encode(UnitLimitCode, units));

    /// <param name="microLamports">Millionths of a lamport for each compute unit of the limit, used or not.</param>
    public static Instruction SetComputeUnitPrice(ulong microLamports)
    {
        var data = new byte[1 + sizeof(ulong)];
        data[0] = UnitPriceCode;
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(1), microLamports);
        return new Instruction(Id, [], data);
    }

    /// <param name="bytes">All account data that the transaction may load, in bytes.</param>
    public static Instruction SetLoadedAccountsDataSizeLimit(uint bytes) => new(Id, [], Encode(DataSizeLimitCode, bytes));

    public static bool TryDecodeComputeUnitLimit(ReadOnlySpan<byte> data, out uint units) => TryDecode(data, UnitLimitCode, out units);

    public static bool TryDecodeLoadedAccountsDataSizeLimit(ReadOnlySpan<byte> data, out uint bytes) =>
        TryDecode(data, DataSizeLimitCode, out bytes);

    public static bool TryDecodeComputeUnitPrice(ReadOnlySpan<byte> data, out ulong microLamports)
    {
        var matches = data.Length == 1 + sizeof(ulong) && data[0] == UnitPriceCode;
        microLamports = matches ? BinaryPrimitives.ReadUInt64LittleEndian(data[1..]) : 0;
        return matches;
    }

    /// <summary>The priority fee in lamports, rounded up as the runtime does: price times limit, over a million.</summary>
    /// <exception cref="OverflowException">The fee is more than 2⁶⁴ − 1 lamports.</exception>
    public static ulong PriorityFee(uint computeUnitLimit, ulong microLamports)
    {
        const uint MicroLamportsPerLamport = 1_000_000;
        return checked((ulong)((((UInt128)computeUnitLimit * microLamports) + (MicroLamportsPerLamport - 1)) / MicroLamportsPerLamport));
    }

    private static byte[] Encode(byte code, uint value)
    {
        var data = new byte[1 + sizeof(uint)];
        data[0] = code;
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(1), value);
        return data;
    }

    private static bool TryDecode(ReadOnlySpan<byte> data, byte code, out uint value)
    {
        var matches = data.Length == 1 + sizeof(uint) && data[0] == code;
        value = matches ? BinaryPrimitives.ReadUInt32LittleEndian(data[1..]) : 0;
        return matches;
    }
}
