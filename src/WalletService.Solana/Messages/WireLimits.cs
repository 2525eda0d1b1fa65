using WalletService.Solana.Encoding;

namespace WalletService.Solana.Messages;

/// <summary>Sizes that the network enforces.</summary>
public static class WireLimits
{
    /// <summary>Longest legacy or v0 transaction in bytes: the IPv6 minimum MTU of 1,280 without 48 bytes of headers.</summary>
    public const int MaxTransactionLength = 1232;

    /// <summary>Longest v1 transaction in bytes (SIMD-0385).</summary>
    public const int MaxV1TransactionLength = 4096;

    /// <summary>Most signatures of a v1 transaction (SIMD-0385).</summary>
    public const int MaxV1Signatures = 12;

    /// <summary>Most addresses of a v1 message (SIMD-0385).</summary>
    public const int MaxV1Addresses = 64;

    /// <summary>Most top-level instructions (SIMD-0160, and SIMD-0385 for v1).</summary>
    public const int MaxInstructions = 64;

    /// <summary>Most addresses of a message, loaded ones included, because an index is one byte.</summary>
    public const int MaxAddresses = 256;

    /// <summary>The longest transaction of a version, in bytes.</summary>
    public static int MaxLength(MessageVersion version) => version switch
    {
        MessageVersion.Legacy or MessageVersion.V0 => MaxTransactionLength,
        MessageVersion.V1 => MaxV1TransactionLength,
    };

    internal static int TransactionLength(MessageVersion version, int messageLength, int signatures)
    {
        // v1 counts its signatures by the header alone.
        var prefix = version == MessageVersion.V1 ? 0 : CompactU16.EncodedLength((ushort)signatures);
        return messageLength + prefix + (signatures * Signature.Length);
    }

    internal static void CheckTransactionLength(MessageVersion version, int messageLength, int signatures)
    {
        var length = TransactionLength(version, messageLength, signatures);
        if (length > MaxLength(version))
        {
            throw new WireFormatException($"The transaction takes {length} bytes, more than {MaxLength(version)}.");
        }
    }
}
