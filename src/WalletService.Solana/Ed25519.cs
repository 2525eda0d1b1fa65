using System.Security.Cryptography;
using WalletService.Solana.Cryptography;

namespace WalletService.Solana;

/// <summary>
/// PureEdDSA over the message bytes (RFC 8032), done by OpenSSL. Every member may be called from any thread.
/// </summary>
public static class Ed25519
{
    /// <summary>Length in bytes of the secret seed from which a key pair is made.</summary>
    public const int SeedLength = 32;

    /// <summary>Length in bytes of a public key, which is a Solana address.</summary>
    public const int PublicKeyLength = 32;

    /// <summary>Length in bytes of a signature: R, then S.</summary>
    public const int SignatureLength = 64;

    private const int HalfSignature = 32;

    /// <summary>The order of the base point, 2²⁵² + 27742317777372353535851937790883648493, little-endian.</summary>
    private static readonly byte[] GroupOrder = Convert.FromHexString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

    /// <summary>
    /// Verifies strictly: besides the equation, S must be below the group order, and neither R nor the public key may be
    /// of small order. False for any input of another length.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (publicKey.Length != PublicKeyLength
            || signature.Length != SignatureLength
            || !IsBelowGroupOrder(signature[HalfSignature..])
            || Curve25519.IsSmallOrder(publicKey)
            || Curve25519.IsSmallOrder(signature[..HalfSignature]))
        {
            return false;
        }

        using var key = LibCrypto.NewPublicKey(LibCrypto.KeyTypeEd25519, 0, publicKey, (nuint)publicKey.Length);
        using var context = LibCrypto.NewContext();
        if (key.IsInvalid || context.IsInvalid || LibCrypto.VerifyInit(context, 0, 0, 0, key) != 1)
        {
            throw Failure("prepare a verification");
        }

        var verified = LibCrypto.Verify(context, signature, (nuint)signature.Length, message, (nuint)message.Length) == 1;
        if (!verified)
        {
            LibCrypto.ClearErrors();
        }

        return verified;
    }

    /// <summary>The 64-byte signature of the message by the key of this seed.</summary>
    /// <exception cref="ArgumentException">The seed has not 32 bytes.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> seed, ReadOnlySpan<byte> message)
    {
        using var key = OpenPrivateKey(seed);
        using var context = LibCrypto.NewContext();
        var signature = new byte[SignatureLength];
        var length = (nuint)signature.Length;
        return !context.IsInvalid
            && LibCrypto.SignInit(context, 0, 0, 0, key) == 1
            && LibCrypto.Sign(context, signature, ref length, message, (nuint)message.Length) == 1
            && length == SignatureLength
            ? signature
            : throw Failure("sign");
    }

    /// <summary>The public key, and so the address, that belongs to a seed.</summary>
    /// <exception cref="ArgumentException">The seed has not 32 bytes.</exception>
    public static byte[] PublicKeyFromSeed(ReadOnlySpan<byte> seed)
    {
        using var key = OpenPrivateKey(seed);
        var publicKey = new byte[PublicKeyLength];
        var length = (nuint)publicKey.Length;
        return LibCrypto.GetPublicKey(key, publicKey, ref length) == 1 && length == PublicKeyLength
            ? publicKey
            : throw Failure("derive a public key");
    }

    /// <summary>A new key from the system's random source. The caller wipes the seed when it is done with it.</summary>
    public static (byte[] Seed, byte[] PublicKey) GenerateKey()
    {
        var seed = RandomNumberGenerator.GetBytes(SeedLength);
        return (seed, PublicKeyFromSeed(seed));
    }

    /// <summary>Whether 32 bytes are a point of the curve as the Solana runtime decides it; program addresses are not.</summary>
    public static bool IsOnCurve(ReadOnlySpan<byte> point) => Curve25519.IsPoint(point);

    /// <summary>Whether 32 bytes encode one of the eight points of small order, which no honest key ever is.</summary>
    public static bool IsSmallOrder(ReadOnlySpan<byte> point) => Curve25519.IsSmallOrder(point);

    private static bool IsBelowGroupOrder(ReadOnlySpan<byte> scalar)
    {
        for (var i = scalar.Length - 1; i >= 0; i--)
        {
            if (scalar[i] != GroupOrder[i])
            {
                return scalar[i] < GroupOrder[i];
            }
        }

        return false;
    }

    private static EvpKeyHandle OpenPrivateKey(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedLength)
        {
            throw new ArgumentException($"A seed has {SeedLength} bytes, not {seed.Length}.", nameof(seed));
        }

        var key = LibCrypto.NewPrivateKey(LibCrypto.KeyTypeEd25519, 0, seed, (nuint)seed.Length);
        if (key.IsInvalid)
        {
            key.Dispose();
            throw Failure("open a private key");
        }

        return key;
    }

    private static CryptographicException Failure(string action)
    {
        LibCrypto.ClearErrors();
        return new CryptographicException($"OpenSSL could not {action}.");
    }
}
