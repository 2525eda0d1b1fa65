using System.Text.Json;
using WalletService.KmsEmulator.Protocol;

namespace WalletService.KmsEmulator.Keys;

/// <summary>The key rings, in memory and, when a state file is given, in that file too.</summary>
internal sealed class KeyVault
{
    private static readonly JsonSerializerOptions StateFormat = new() { WriteIndented = true, PropertyNameCaseInsensitive = true };
    private readonly string? stateFile;
    private readonly SortedDictionary<string, EmulatedKeyRing> keyRings;

    public KeyVault(string? stateFile)
    {
        this.stateFile = stateFile;
        keyRings = stateFile is not null && File.Exists(stateFile)
            ? JsonSerializer.Deserialize<SortedDictionary<string, EmulatedKeyRing>>(File.ReadAllText(stateFile), StateFormat)
                ?? throw new InvalidDataException($"The state file {stateFile} is empty.")
            : new SortedDictionary<string, EmulatedKeyRing>(StringComparer.Ordinal);
    }

    public IEnumerable<EmulatedKeyRing> KeyRingsIn(string location) =>
        keyRings.Values.Where(ring => ring.Name.StartsWith(location + "/keyRings/", StringComparison.Ordinal));

    public EmulatedKeyRing KeyRing(string name) => keyRings.GetValueOrDefault(name) ?? throw KmsException.NotFound($"KeyRing {name}");

    public EmulatedCryptoKey CryptoKey(string keyRing, string name) =>
        KeyRing(keyRing).CryptoKeys.GetValueOrDefault(name) ?? throw KmsException.NotFound($"CryptoKey {name}");

    public EmulatedKeyVersion Version(string keyRing, string cryptoKey, string name) =>
        CryptoKey(keyRing, cryptoKey).Versions.Find(version => version.Name == name) ?? throw KmsException.NotFound($"CryptoKeyVersion {name}");

    public void Add(EmulatedKeyRing keyRing)
    {
        if (!keyRings.TryAdd(keyRing.Name, keyRing))
        {
            throw KmsException.AlreadyExists($"KeyRing {keyRing.Name}");
        }
    }

    /// <summary>Writes the whole state to a new file beside the old one, then renames it, so that a kill leaves one of the two.</summary>
    public void Save()
    {
        if (stateFile is null)
        {
            return;
        }

        var directory = Path.GetDirectoryName(Path.GetFullPath(stateFile))!;
        Directory.CreateDirectory(directory);
        var temporary = stateFile + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(keyRings, StateFormat));
        File.Move(temporary, stateFile, overwrite: true);
    }
}
