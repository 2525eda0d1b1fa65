using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Tokens;

/// <summary>Extensions of Token-2022 as its program writes them: type, length, value (token-2022 interface, <c>extension</c>).</summary>
internal sealed record MintExtension(ushort Type, byte[] Value)
{
    public static MintExtension CloseAuthority => Of(TokenExtensionType.MintCloseAuthority, Any());

    public static MintExtension PermanentDelegate => Of(TokenExtensionType.PermanentDelegate, Any());

    public static MintExtension NonTransferable => Of(TokenExtensionType.NonTransferable);

    /// <summary>Of accounts: transfers only directly behind a memo.</summary>
    public static MintExtension MemoRequired => Of(TokenExtensionType.MemoTransfer, 1);

    public static MintExtension ImmutableOwner => Of(TokenExtensionType.ImmutableOwner);

    public static MintExtension Unknown => new(29, [1, 2, 3]);

    public static MintExtension Of(TokenExtensionType type, params byte[] value) => new((ushort)type, value);

    public static MintExtension Pausable(bool isPaused) => Of(TokenExtensionType.Pausable, [.. Any(), (byte)(isPaused ? 1 : 0)]);

    public static MintExtension DefaultState(TokenAccountState state) => Of(TokenExtensionType.DefaultAccountState, (byte)state);

    public static MintExtension Hook(Address? program) =>
        Of(TokenExtensionType.TransferHook, [.. Any(), .. program?.Memory.ToArray() ?? new byte[Address.Length]]);

    /// <summary>A fee in force, and one that takes its place at an epoch.</summary>
    public static MintExtension Fee(
        (ushort BasisPoints, ulong Maximum) older, (ulong Epoch, ushort BasisPoints, ulong Maximum) newer) =>
        Of(
            TokenExtensionType.TransferFeeConfig,
            [
                .. Any(), .. Any(), .. new byte[sizeof(ulong)],
                .. UInt64(0), .. UInt64(older.Maximum), .. UInt16(older.BasisPoints),
                .. UInt64(newer.Epoch), .. UInt64(newer.Maximum), .. UInt16(newer.BasisPoints),
            ]);

    public static MintExtension Fee(ushort basisPoints, ulong maximum) => Fee((basisPoints, maximum), (0, basisPoints, maximum));

    public byte[] ToBytes() => [.. UInt16(Type), .. UInt16((ushort)Value.Length), .. Value];

    private static byte[] Any() => TestWallet.Create().Address.Bytes.ToArray();

    private static byte[] UInt16(ushort value)
    {
        var bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] UInt64(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }
}
