using System.Text;
using WalletService.Domain.Ports;
using WalletService.Kms.Google.Rest;
using WalletService.Solana;

namespace WalletService.Kms.Google.Integrity;

/// <summary>
/// Decides whether a reply is to be trusted. Damage, which a repetition may heal, is an integrity failure; a key that is not
/// what it should be is unusable at once.
/// </summary>
internal static class ReplyChecks
{
    public static void CheckName(string expected, string? actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw KmsFailureException.Integrity($"The reply is about '{actual}' in place of '{expected}'.");
        }
    }

    public static void CheckAlgorithm(string name, string? actual) =>
        CheckSetting("wrong_algorithm", "algorithm", name, WireValues.AlgorithmEd25519, actual);

    public static void CheckProtectionLevel(string name, string expected, string? actual) =>
        CheckSetting("wrong_protection_level", "protection level", name, expected, actual);

    public static void CheckPublicKey(string versionName, PublicKeyResource reply)
    {
        CheckName(versionName, reply.Name);
        if (reply.Pem is null || reply.PemCrc32c != Crc32C.Compute(Encoding.UTF8.GetBytes(reply.Pem)))
        {
            throw KmsFailureException.Integrity($"The public key of {versionName} does not match its checksum.");
        }
    }

    /// <summary>All that Google asks clients to check of a signature, then the signature itself.</summary>
    public static void CheckSignature(WalletKey key, ReadOnlySpan<byte> message, SignReply reply)
    {
        if (!reply.VerifiedDataCrc32c)
        {
            throw KmsFailureException.Integrity("The service did not confirm the checksum of the data.");
        }

        CheckName(key.KeyVersionName, reply.Name);
        if (reply.Signature is not { } signature || reply.SignatureCrc32c != Crc32C.Compute(signature))
        {
            throw KmsFailureException.Integrity("The signature does not match its checksum.");
        }

        if (signature.Length != Ed25519.SignatureLength)
        {
            throw KmsFailureException.Integrity($"The signature has {signature.Length} bytes in place of {Ed25519.SignatureLength}.");
        }

        if (!Ed25519.Verify(key.Address.Bytes.Span, message, signature))
        {
            throw KmsFailureException.Integrity($"The signature does not verify against {key.Address}.");
        }
    }

    public static void CheckCiphertext(string keyName, EncryptReply reply)
    {
        if (!reply.VerifiedPlaintextCrc32c || !reply.VerifiedAdditionalAuthenticatedDataCrc32c)
        {
            throw KmsFailureException.Integrity("The service did not confirm the checksums of what it was to encrypt.");
        }

        if (reply.Name?.StartsWith($"{keyName}/cryptoKeyVersions/", StringComparison.Ordinal) is not true)
        {
            throw KmsFailureException.Integrity($"The reply is about '{reply.Name}' in place of a version of '{keyName}'.");
        }

        if (reply.Ciphertext is not { } ciphertext || reply.CiphertextCrc32c != Crc32C.Compute(ciphertext))
        {
            throw KmsFailureException.Integrity("The ciphertext does not match its checksum.");
        }
    }

    public static void CheckPlaintext(DecryptReply reply)
    {
        if (reply.Plaintext is not { } plaintext || reply.PlaintextCrc32c != Crc32C.Compute(plaintext))
        {
            throw KmsFailureException.Integrity("The plaintext does not match its checksum.");
        }
    }

    private static void CheckSetting(string reason, string setting, string name, string expected, string? actual)
    {
        if (!string.Equals(expected, actual, StringComparison.Ordinal))
        {
            throw new KeyUnusableException(reason, $"{name} has the {setting} '{actual}' where '{expected}' is needed.");
        }
    }
}
