using System.Buffers.Binary;
using System.Numerics;

namespace WalletService.Kms.Google.Integrity;

/// <summary>CRC-32C (Castagnoli), the checksum of Cloud KMS. <c>System.IO.Hashing.Crc32</c> is another polynomial.</summary>
internal static class Crc32C
{
    public static uint Compute(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (var value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
