using System.Text.Json.Serialization;

namespace WalletService.Kms.Google.Rest;

// The resources of Cloud KMS REST v1, as far as they are used. Enums stay text, so that a value of tomorrow is refused by a
// check with a clear message, not by the parser. int64 travels as text.

internal sealed record KeyRingResource(string? Name);

internal sealed record CryptoKeyResource
{
    public string? Name { get; init; }

    public string? Purpose { get; init; }

    public VersionTemplate? VersionTemplate { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    public DateTimeOffset CreateTime { get; init; }
}

/// <param name="NextPageToken">Missing on the last page; a page may be empty before.</param>
internal sealed record CryptoKeyList(IReadOnlyList<CryptoKeyResource>? CryptoKeys, string? NextPageToken);

internal sealed record VersionTemplate(string? Algorithm, string? ProtectionLevel);

internal sealed record KeyVersionResource(string? Name, string? State, string? Algorithm, string? ProtectionLevel)
{
    /// <summary>When it is to be destroyed; only of one that is scheduled.</summary>
    public DateTimeOffset? DestroyTime { get; init; }

    /// <summary>When it was destroyed; only of one that was.</summary>
    public DateTimeOffset? DestroyEventTime { get; init; }
}

internal sealed record KeyVersionState(string State);

internal sealed record PublicKeyResource
{
    public string? Name { get; init; }

    public string? Pem { get; init; }

    /// <summary>Over the UTF-8 bytes of <see cref="Pem"/>, its last newline included.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? PemCrc32c { get; init; }

    public string? Algorithm { get; init; }

    public string? ProtectionLevel { get; init; }
}

internal sealed record NewCryptoKey
{
    public required string Purpose { get; init; }

    public required VersionTemplate VersionTemplate { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>Seconds and an <c>s</c>.</summary>
    public required string DestroyScheduledDuration { get; init; }
}

/// <param name="Data">Base64 of the bytes to sign: EC_SIGN_ED25519 takes data, never a digest.</param>
/// <param name="DataCrc32c">CRC-32C of the raw bytes, as text.</param>
internal sealed record SignRequest(byte[] Data, string DataCrc32c);

internal sealed record SignReply
{
    public string? Name { get; init; }

    public byte[]? Signature { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? SignatureCrc32c { get; init; }

    /// <summary>Left out when false.</summary>
    public bool VerifiedDataCrc32c { get; init; }

    public string? ProtectionLevel { get; init; }
}

/// <param name="AdditionalAuthenticatedData">What the ciphertext is bound to.</param>
internal sealed record EncryptRequest(
    byte[] Plaintext, byte[] AdditionalAuthenticatedData, string PlaintextCrc32c, string AdditionalAuthenticatedDataCrc32c);

internal sealed record EncryptReply
{
    /// <summary>The version that has encrypted.</summary>
    public string? Name { get; init; }

    public byte[]? Ciphertext { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? CiphertextCrc32c { get; init; }

    public bool VerifiedPlaintextCrc32c { get; init; }

    public bool VerifiedAdditionalAuthenticatedDataCrc32c { get; init; }
}

internal sealed record DecryptRequest(
    byte[] Ciphertext, byte[] AdditionalAuthenticatedData, string CiphertextCrc32c, string AdditionalAuthenticatedDataCrc32c);

internal sealed record DecryptReply
{
    public byte[]? Plaintext { get; init; }

    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public long? PlaintextCrc32c { get; init; }
}

/// <summary>An empty message.</summary>
internal sealed record EmptyRequest;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(KeyRingResource))]
[JsonSerializable(typeof(CryptoKeyResource))]
[JsonSerializable(typeof(CryptoKeyList))]
[JsonSerializable(typeof(KeyVersionResource))]
[JsonSerializable(typeof(KeyVersionState))]
[JsonSerializable(typeof(PublicKeyResource))]
[JsonSerializable(typeof(NewCryptoKey))]
[JsonSerializable(typeof(SignRequest))]
[JsonSerializable(typeof(SignReply))]
[JsonSerializable(typeof(EncryptRequest))]
[JsonSerializable(typeof(EncryptReply))]
[JsonSerializable(typeof(DecryptRequest))]
[JsonSerializable(typeof(DecryptReply))]
[JsonSerializable(typeof(EmptyRequest))]
internal sealed partial class KmsJson : JsonSerializerContext;
