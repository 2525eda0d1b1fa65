using System.Security.Cryptography;

namespace WalletService.Kms.Software;

/// <summary>AES-256-GCM under one key; the context is authenticated, so that a file cannot stand in for another.</summary>
internal sealed class SeedCipher(byte[] key)
{
    /// <summary>Bytes of the key.</summary>
    public const int KeyLength = 32;

    /// <summary>OWASP Password Storage Cheat Sheet: at least 600,000 iterations of PBKDF2 with HMAC-SHA-256.</summary>
    public const int Iterations = 600_000;

    public static SeedCipher FromPassphrase(string passphrase, byte[] salt, int iterations) =>
        new(Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, iterations, HashAlgorithmName.SHA256, KeyLength));

    public SealedBytes Seal(ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var nonce = RandomNumberGenerator.GetBytes(SealedBytes.NonceLength);
        var ciphertext = new byte[plain.Length];
        var tag = new byte[SealedBytes.TagLength];
        using var aes = new AesGcm(key, SealedBytes.TagLength);
        aes.Encrypt(nonce, plain, ciphertext, tag, context);
        return new SealedBytes(nonce, ciphertext, tag);
    }

    /// <exception cref="CryptographicException">The key is another one, or the bytes or their context were changed.</exception>
    public byte[] Open(SealedBytes sealedBytes, ReadOnlySpan<byte> context)
    {
        var plain = new byte[sealedBytes.Ciphertext.Length];
        using var aes = new AesGcm(key, SealedBytes.TagLength);
        aes.Decrypt(sealedBytes.Nonce, sealedBytes.Ciphertext, sealedBytes.Tag, plain, context);
        return plain;
    }
}
