using System.Buffers.Binary;
using WalletService.Solana.Messages;

namespace WalletService.Solana.Programs;

/// <summary>The program that owns plain wallets and moves their lamports.</summary>
public static class SystemProgram
{
    private const uint TransferCode = 2;
    private const uint AdvanceNonceAccountCode = 4;
    private const int TransferLength = sizeof(uint) + sizeof(ulong);

    public static Address Id => WellKnownAddresses.SystemProgram;

    /// <summary>Moves lamports; <paramref name="from"/> signs.</summary>
    public static Instruction Transfer(Address from, Address to, ulong lamports)
    {
        var data = new byte[TransferLength];
        BinaryPrimitives.WriteUInt32LittleEndian(data, TransferCode);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(sizeof(uint)), lamports);
        return new Instruction(Id, [AccountMeta.WritableSigner(from), AccountMeta.Writable(to)], data);
    }

    public static bool TryDecodeTransfer(ReadOnlySpan<byte> data, out ulong lamports)
    {
        lamports = 0;
        if (data.Length != TransferLength || BinaryPrimitives.ReadUInt32LittleEndian(data) != TransferCode)
        {
            return false;
        }

        lamports = BinaryPrimitives.ReadUInt64LittleEndian(data[sizeof(uint)..]);
        return true;
    }

    /// <summary>Whether these are the data of AdvanceNonceAccount (the runtime ignores what follows the code).</summary>
    public static bool IsAdvanceNonceAccount(ReadOnlySpan<byte> data) =>
        data.Length >= sizeof(uint) && BinaryPrimitives.ReadUInt32LittleEndian(data) == AdvanceNonceAccountCode;
}
