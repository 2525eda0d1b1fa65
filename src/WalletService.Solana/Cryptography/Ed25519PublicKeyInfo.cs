namespace WalletService.Solana.Cryptography;

/// <summary>
/// A public key as vaults hand it out: <c>SubjectPublicKeyInfo</c> in DER. Nothing but an Ed25519 key is read (RFC 8410, section 4).
/// </summary>
public static class Ed25519PublicKeyInfo
{
    /// <summary>SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes }; the key follows.</summary>
    private static ReadOnlySpan<byte> Prefix => [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

    /// <summary>Null when it is not exactly one Ed25519 public key that is a point of the curve, and not one of small order.</summary>
    public static Address? ReadAddress(ReadOnlySpan<byte> der)
    {
        // The whole prefix and length are compared: the last 32 bytes of a P-256 key would be a well-formed wrong address.
        if (der.Length != Prefix.Length + Address.Length || !der.StartsWith(Prefix))
        {
            return null;
        }

        var key = der[Prefix.Length..];
        return Ed25519.IsOnCurve(key) && !Ed25519.IsSmallOrder(key) ? Address.FromBytes(key) : null;
    }
}
