using System.Security.Cryptography;

namespace WalletService.Kms.Software;

/// <summary>What AES-GCM makes of some bytes.</summary>
internal sealed record SealedBytes(byte[] Nonce, byte[] Ciphertext, byte[] Tag)
{
    public const int NonceLength = 12;
    public const int TagLength = 16;

    /// <summary>Nonce, ciphertext and tag, one behind the other.</summary>
    /// <exception cref="CryptographicException">There are too few bytes.</exception>
    public static SealedBytes Split(ReadOnlySpan<byte> bytes) => bytes.Length < NonceLength + TagLength
        ? throw new CryptographicException("There are fewer bytes than a nonce and a tag have.")
        : new(bytes[..NonceLength].ToArray(), bytes[NonceLength..^TagLength].ToArray(), bytes[^TagLength..].ToArray());
}
