using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WalletService.Solana.Tests.Programs.TransferHooks;

/// <summary>What a hook writes into its account of metas, made by hand.</summary>
internal static class TransferHookMetas
{
    public static byte[] Discriminator => SHA256.HashData("spl-transfer-hook-interface:execute"u8)[..8];

    public static byte[] Entry(byte kind, ReadOnlySpan<byte> configuration, bool isSigner = false, bool isWritable = false) =>
        [kind, .. configuration, .. new byte[32 - configuration.Length], (byte)(isSigner ? 1 : 0), (byte)(isWritable ? 1 : 0)];

    public static byte[] Of(params byte[][] entries)
    {
        var lengths = new byte[sizeof(uint) + sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(lengths, sizeof(uint) + entries.Sum(entry => entry.Length));
        BinaryPrimitives.WriteInt32LittleEndian(lengths.AsSpan(sizeof(uint)), entries.Length);
        return [.. Discriminator, .. lengths, .. entries.SelectMany(entry => entry)];
    }
}
