namespace WalletService.KmsEmulator.Keys;

internal sealed class EmulatedKeyRing
{
    public required string Name { get; init; }

    public required DateTimeOffset CreateTime { get; init; }

    public SortedDictionary<string, EmulatedCryptoKey> CryptoKeys { get; init; } = new(StringComparer.Ordinal);
}
