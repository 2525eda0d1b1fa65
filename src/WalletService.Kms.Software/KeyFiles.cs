using System.Text.Json.Serialization;

namespace WalletService.Kms.Software;

/// <summary>The file that says how the directory is protected.</summary>
/// <param name="Version">Format of the directory: 1.</param>
/// <param name="Salt">Salt of PBKDF2; empty when a key file protects the directory.</param>
/// <param name="Iterations">Iterations of PBKDF2; 0 when a key file protects the directory.</param>
/// <param name="Check">Known bytes under the key, by which a wrong passphrase is told from a damaged file.</param>
internal sealed record VaultFile(int Version, byte[] Salt, int Iterations, SealedBytes Check);

/// <summary>The file of one wallet.</summary>
internal sealed record SeedFile(int Version, string WalletId, string Address, SealedBytes Seed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(VaultFile))]
[JsonSerializable(typeof(SeedFile))]
internal sealed partial class KeyFilesJson : JsonSerializerContext;
