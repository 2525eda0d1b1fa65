using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator.Keys;

internal sealed class EmulatedKeyVersion
{
    public required string Name { get; init; }

    public required CryptoKeyVersionAlgorithm Algorithm { get; init; }

    public required ProtectionLevel ProtectionLevel { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public required CryptoKeyVersionState State { get; set; }

    public DateTimeOffset? GenerateTime { get; set; }

    public DateTimeOffset? DestroyTime { get; set; }

    public DateTimeOffset? DestroyEventTime { get; set; }

    /// <summary>How many more looks at this version find it in PENDING_GENERATION.</summary>
    public int PollsUntilGenerated { get; set; }

    /// <summary>Ed25519: the seed of 32 bytes; P-256: PKCS#8; symmetric: 32 bytes. Null once destroyed.</summary>
    public byte[]? PrivateKey { get; set; }
}
