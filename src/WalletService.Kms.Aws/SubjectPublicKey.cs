using WalletService.Domain.Values;
using WalletService.Solana;

namespace WalletService.Kms.Aws;

/// <summary>Reads the address out of a public key in DER, and accepts nothing but an Ed25519 key.</summary>
internal static class SubjectPublicKey
{
    /// <summary>RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }; the key follows.</summary>
    private static ReadOnlySpan<byte> Ed25519Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Null when it is not exactly one Ed25519 public key that is a point of the curve.</summary>
    public static SolanaAddress? ReadAddress(ReadOnlySpan<byte> der)
    {
        // The whole prefix and length are compared: the last 32 bytes of another key would be a well-formed wrong address.
        if (der.Length != Ed25519Prefix.Length + SolanaAddress.Length || !der.StartsWith(Ed25519Prefix))
        {
            return null;
        }

        var key = der[Ed25519Prefix.Length..];
        return Ed25519.IsOnCurve(key) && !Ed25519.IsSmallOrder(key) ? SolanaAddress.FromBytes(key) : null;
    }
}
