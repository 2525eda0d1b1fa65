using System.Globalization;
using System.Text.Json;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Kms.Google.Integrity;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>The calls of the API that the adapter makes, each with its request and the checks of its reply.</summary>
internal static class KmsCalls
{
    public const string ApplicationLabel = "wallet-service";

    /// <summary>On keys that were made before anybody asked for a wallet. It stays when a wallet is made of it.</summary>
    public const string PreparedLabel = "prepared";

    public static KmsCall<KeyRingResource> GetKeyRing(string name) => new()
    {
        Operation = "getKeyRing",
        Resource = name,
        Method = HttpMethod.Get,
        Path = name,
        ReplyType = KmsJson.Default.KeyRingResource,
        Check = reply => ReplyChecks.CheckName(name, reply.Name),
    };

    public static KmsCall<KeyRingResource> CreateKeyRing(GoogleKmsOptions options, string location) => new()
    {
        Operation = "createKeyRing",
        Resource = KmsNames.KeyRing(options, location),
        Method = HttpMethod.Post,
        Path = $"{KmsNames.Location(options, location)}/keyRings?keyRingId={options.KeyRingId}",
        Body = JsonSerializer.SerializeToUtf8Bytes(new EmptyRequest(), KmsJson.Default.EmptyRequest),
        ReplyType = KmsJson.Default.KeyRingResource,
        Check = reply => ReplyChecks.CheckName(KmsNames.KeyRing(options, location), reply.Name),
        Repeatable = false,
    };

    public static KmsCall<CryptoKeyResource> CreateCryptoKey(
        GoogleKmsOptions options, string location, WalletKeyId keyId, bool isPrepared)
    {
        var id = KmsNames.CryptoKeyId(keyId);
        var ring = KmsNames.KeyRing(options, location);
        var name = $"{ring}/cryptoKeys/{id}";
        var request = new NewCryptoKey
        {
            Purpose = WireValues.PurposeAsymmetricSign,
            VersionTemplate = new VersionTemplate(WireValues.AlgorithmEd25519, WireValues.Of(options.ProtectionLevel)),
            Labels = isPrepared ? new(Labels(options, keyId), StringComparer.Ordinal) { [PreparedLabel] = "true" } : Labels(options, keyId),
            DestroyScheduledDuration = options.DestroyScheduledDuration.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + "s",
        };
        return new()
        {
            Operation = "createCryptoKey",
            Resource = name,
            Method = HttpMethod.Post,
            Path = $"{ring}/cryptoKeys?cryptoKeyId={id}",
            Body = JsonSerializer.SerializeToUtf8Bytes(request, KmsJson.Default.NewCryptoKey),
            ReplyType = KmsJson.Default.CryptoKeyResource,
            Check = reply => ReplyChecks.CheckName(name, reply.Name),
            Repeatable = false,
        };
    }

    /// <summary>By these labels the wallets' keys are found again when the database is lost. A base58 address would not be allowed here.</summary>
    public static Dictionary<string, string> Labels(GoogleKmsOptions options, WalletKeyId keyId)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["app"] = ApplicationLabel,
            ["environment"] = options.Environment,
            ["wallet"] = keyId.WalletId.ToString(),
        };
        if (keyId.Number > WalletKeyId.First)
        {
            labels.Add("key", keyId.Number.ToString(CultureInfo.InvariantCulture));
        }

        return labels;
    }

    /// <summary>One page of the keys that bear the service's and the environment's labels.</summary>
    public static KmsCall<CryptoKeyList> ListCryptoKeys(GoogleKmsOptions options, string location, string? pageToken)
    {
        var ring = KmsNames.KeyRing(options, location);
        var filter = Uri.EscapeDataString($"labels.app={ApplicationLabel} AND labels.environment={options.Environment}");
        var page = pageToken is null ? string.Empty : $"&pageToken={Uri.EscapeDataString(pageToken)}";
        return new()
        {
            Operation = "listCryptoKeys",
            Resource = ring,
            Method = HttpMethod.Get,
            Path = $"{ring}/cryptoKeys?pageSize=100&filter={filter}{page}",
            ReplyType = KmsJson.Default.CryptoKeyList,
        };
    }

    public static KmsCall<CryptoKeyResource> GetCryptoKey(string name) => new()
    {
        Operation = "getCryptoKey",
        Resource = name,
        Method = HttpMethod.Get,
        Path = name,
        ReplyType = KmsJson.Default.CryptoKeyResource,
        Check = reply => ReplyChecks.CheckName(name, reply.Name),
    };

    public static KmsCall<KeyVersionResource> GetKeyVersion(string name) => new()
    {
        Operation = "getCryptoKeyVersion",
        Resource = name,
        Method = HttpMethod.Get,
        Path = name,
        ReplyType = KmsJson.Default.KeyVersionResource,
        Check = reply => ReplyChecks.CheckName(name, reply.Name),
    };

    public static KmsCall<KeyVersionResource> DisableKeyVersion(string name) => GetKeyVersion(name) with
    {
        Operation = "updateCryptoKeyVersion",
        Method = HttpMethod.Patch,
        Path = $"{name}?updateMask=state",
        Body = JsonSerializer.SerializeToUtf8Bytes(new KeyVersionState(WireValues.StateDisabled), KmsJson.Default.KeyVersionState),
    };

    /// <summary>Schedules the destruction. Not repeated here: the state tells whether it took effect.</summary>
    public static KmsCall<KeyVersionResource> DestroyKeyVersion(string name) => GetKeyVersion(name) with
    {
        Operation = "destroyCryptoKeyVersion",
        Method = HttpMethod.Post,
        Path = $"{name}:destroy",
        Body = JsonSerializer.SerializeToUtf8Bytes(new EmptyRequest(), KmsJson.Default.EmptyRequest),
        Repeatable = false,
    };

    public static KmsCall<PublicKeyResource> GetPublicKey(string versionName) => new()
    {
        Operation = "getPublicKey",
        Resource = versionName,
        Method = HttpMethod.Get,
        Path = $"{versionName}/publicKey",
        ReplyType = KmsJson.Default.PublicKeyResource,
        Check = reply => ReplyChecks.CheckPublicKey(versionName, reply),
    };

    public static KmsCall<SignReply> AsymmetricSign(WalletKey key, ReadOnlyMemory<byte> message)
    {
        var checksum = Crc32C.Compute(message.Span);
        var request = new SignRequest(message.ToArray(), checksum.ToString(CultureInfo.InvariantCulture));
        return new()
        {
            Operation = "asymmetricSign",
            Resource = key.KeyVersionName,
            Method = HttpMethod.Post,
            Path = $"{key.KeyVersionName}:asymmetricSign",
            Body = JsonSerializer.SerializeToUtf8Bytes(request, KmsJson.Default.SignRequest),
            ReplyType = KmsJson.Default.SignReply,
            Check = reply => ReplyChecks.CheckSignature(key, message.Span, reply),
            DataLength = message.Length,
            DataCrc32C = checksum,
        };
    }
}
