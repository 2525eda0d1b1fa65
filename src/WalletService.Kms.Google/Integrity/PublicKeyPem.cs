using System.Security.Cryptography;
using WalletService.Domain.Values;
using WalletService.Solana.Cryptography;

namespace WalletService.Kms.Google.Integrity;

/// <summary>Reads the address out of a public key in PEM, and accepts nothing but an Ed25519 key.</summary>
internal static class PublicKeyPem
{
    private const string Label = "PUBLIC KEY";

    /// <summary>Null when the PEM is not exactly one Ed25519 public key that is a point of the curve.</summary>
    public static SolanaAddress? ReadAddress(string pem) =>
        PemEncoding.TryFind(pem, out var fields)
        && pem.AsSpan()[fields.Label].SequenceEqual(Label)
        && Ed25519PublicKeyInfo.ReadAddress(Convert.FromBase64String(pem[fields.Base64Data])) is { } address
            ? SolanaAddress.FromBytes(address.Span)
            : null;
}
