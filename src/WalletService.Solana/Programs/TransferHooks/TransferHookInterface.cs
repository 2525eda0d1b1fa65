using System.Buffers.Binary;

namespace WalletService.Solana.Programs.TransferHooks;

/// <summary>How Token-2022 calls a transfer hook (spl-transfer-hook-interface).</summary>
public static class TransferHookInterface
{
    private static readonly byte[] MetasSeed = "extra-account-metas"u8.ToArray();

    /// <summary>First eight bytes of SHA-256("spl-transfer-hook-interface:execute").</summary>
    internal static ReadOnlySpan<byte> ExecuteDiscriminator => [105, 37, 101, 197, 75, 251, 102, 26];

    /// <summary>The account in which a hook says for a mint what accounts it needs besides those of the transfer.</summary>
    public static Address FindMetasAddress(Address hookProgram, Address mint) =>
        ProgramDerivedAddress.Find(hookProgram, MetasSeed, mint.Memory).Address;

    /// <summary>The data with which the hook is called.</summary>
    /// <param name="amount">In base units, a transfer fee included.</param>
    internal static byte[] ExecuteData(ulong amount)
    {
        var data = new byte[ExecuteDiscriminator.Length + sizeof(ulong)];
        ExecuteDiscriminator.CopyTo(data);
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(ExecuteDiscriminator.Length), amount);
        return data;
    }
}
