using System.Security.Cryptography;
using System.Text;
using WalletService.KmsEmulator.Protocol;
using WalletService.Solana;

namespace WalletService.KmsEmulator.Keys;

/// <summary>Makes key material, signs with it and exports public keys.</summary>
internal static class KeyMaterial
{
    private const int SeedLength = 32;
    private const int SymmetricKeyLength = 32;

    /// <summary>RFC 8410: SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING } of 32 bytes.</summary>
    private static readonly byte[] Ed25519SpkiPrefix = Convert.FromHexString("302a300506032b6570032100");

    public static byte[]? Generate(CryptoKeyVersionAlgorithm algorithm)
    {
        switch (algorithm)
        {
            case CryptoKeyVersionAlgorithm.EC_SIGN_ED25519:
                return RandomNumberGenerator.GetBytes(SeedLength);
            case CryptoKeyVersionAlgorithm.EC_SIGN_P256_SHA256:
                using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
                {
                    return key.ExportPkcs8PrivateKey();
                }

            case CryptoKeyVersionAlgorithm.GOOGLE_SYMMETRIC_ENCRYPTION:
                return RandomNumberGenerator.GetBytes(SymmetricKeyLength);
            default:
                return null;
        }
    }

    public static byte[] PublicKeyDer(EmulatedKeyVersion version)
    {
        if (version.Algorithm == CryptoKeyVersionAlgorithm.EC_SIGN_ED25519)
        {
            return [.. Ed25519SpkiPrefix, .. Ed25519.PublicKeyFromSeed(version.PrivateKey!)];
        }

        using var key = ImportP256(version);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>PEM with a newline at the end, as the service sends it; its CRC covers that newline.</summary>
    public static string ToPem(byte[] der)
    {
        var pem = new StringBuilder("-----BEGIN PUBLIC KEY-----\n");
        foreach (var line in Convert.ToBase64String(der).Chunk(64))
        {
            pem.Append(line).Append('\n');
        }

        return pem.Append("-----END PUBLIC KEY-----\n").ToString();
    }

    public static byte[] SignEd25519(EmulatedKeyVersion version, byte[] data) => Ed25519.Sign(version.PrivateKey!, data);

    public static byte[] SignP256(EmulatedKeyVersion version, byte[] sha256Digest)
    {
        using var key = ImportP256(version);
        return key.SignHash(sha256Digest, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static ECDsa ImportP256(EmulatedKeyVersion version)
    {
        var key = ECDsa.Create();
        key.ImportPkcs8PrivateKey(version.PrivateKey!, out _);
        return key;
    }
}
