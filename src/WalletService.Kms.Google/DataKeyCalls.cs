using System.Globalization;
using System.Text;
using System.Text.Json;
using WalletService.Kms.Google.Integrity;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>The calls of the API by which data keys are wrapped.</summary>
internal static class DataKeyCalls
{
    /// <summary>Another than that of wallets' keys, so that recovery does not meet this key.</summary>
    private const string ApplicationLabel = KmsCalls.ApplicationLabel + "-data";

    public static KmsCall<CryptoKeyResource> CreateWrappingKey(GoogleKmsOptions options, string keyName)
    {
        var request = new NewCryptoKey
        {
            Purpose = WireValues.PurposeEncryptDecrypt,
            VersionTemplate = new VersionTemplate(WireValues.AlgorithmSymmetric, WireValues.Of(options.ProtectionLevel)),
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = ApplicationLabel, ["environment"] = options.Environment },
            DestroyScheduledDuration = options.DestroyScheduledDuration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s",
        };
        return new()
        {
            Operation = "createCryptoKey",
            Resource = keyName,
            Method = HttpMethod.Post,
            Path = $"{KmsNames.KeyRing(options, options.LocationId)}/cryptoKeys?cryptoKeyId={options.WrappingKeyId}",
            Body = JsonSerializer.SerializeToUtf8Bytes(request, KmsJson.Default.NewCryptoKey),
            ReplyType = KmsJson.Default.CryptoKeyResource,
            Check = reply => ReplyChecks.CheckName(keyName, reply.Name),
            Repeatable = false,
        };
    }

    /// <summary>Encrypts with the primary version of the symmetric key.</summary>
    public static KmsCall<EncryptReply> Encrypt(string keyName, ReadOnlyMemory<byte> plaintext, string context)
    {
        var bound = Encoding.UTF8.GetBytes(context);
        var request = new EncryptRequest(plaintext.ToArray(), bound, Checksum(plaintext.Span), Checksum(bound));
        return new()
        {
            Operation = "encrypt",
            Resource = keyName,
            Method = HttpMethod.Post,
            Path = $"{keyName}:encrypt",
            Body = JsonSerializer.SerializeToUtf8Bytes(request, KmsJson.Default.EncryptRequest),
            ReplyType = KmsJson.Default.EncryptReply,
            Check = reply => ReplyChecks.CheckCiphertext(keyName, reply),
        };
    }

    public static KmsCall<DecryptReply> Decrypt(string keyName, ReadOnlyMemory<byte> ciphertext, string context)
    {
        var bound = Encoding.UTF8.GetBytes(context);
        var request = new DecryptRequest(ciphertext.ToArray(), bound, Checksum(ciphertext.Span), Checksum(bound));
        return new()
        {
            Operation = "decrypt",
            Resource = keyName,
            Method = HttpMethod.Post,
            Path = $"{keyName}:decrypt",
            Body = JsonSerializer.SerializeToUtf8Bytes(request, KmsJson.Default.DecryptRequest),
            ReplyType = KmsJson.Default.DecryptReply,
            Check = ReplyChecks.CheckPlaintext,
        };
    }

    private static string Checksum(ReadOnlySpan<byte> bytes) => Crc32C.Compute(bytes).ToString(CultureInfo.InvariantCulture);
}
