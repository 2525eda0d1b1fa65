using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator.Keys;

internal sealed class EmulatedCryptoKey
{
    public required string Name { get; init; }

    public required CryptoKeyPurpose Purpose { get; init; }

    public required CryptoKeyVersionAlgorithm Algorithm { get; init; }

    public required ProtectionLevel ProtectionLevel { get; init; }

    public required TimeSpan DestroyScheduledDuration { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public SortedDictionary<string, string> Labels { get; set; } = new(StringComparer.Ordinal);

    /// <summary>Versions in order; version n is at index n - 1.</summary>
    public List<EmulatedKeyVersion> Versions { get; init; } = [];
}
