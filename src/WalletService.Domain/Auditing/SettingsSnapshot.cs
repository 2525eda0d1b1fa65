using System.Security.Cryptography;
using System.Text;

namespace WalletService.Domain.Auditing;

/// <summary>The settings of an instance that starts, each told by a digest of its value. Secrets are none of it: of them it tells that they are set.</summary>
public sealed record SettingsSnapshot
{
    private SettingsSnapshot(IReadOnlyDictionary<string, string> digests) => Digests = digests;

    /// <summary>SHA-256 of each value, 64 lower-case hexadecimal digits, by the setting's name.</summary>
    public IReadOnlyDictionary<string, string> Digests { get; }

    /// <summary>SHA-256 over all names and digests in ordinal order, 64 lower-case hexadecimal digits.</summary>
    public string Hash => HashOf(string.Join('\n', Digests.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));

    /// <param name="settings">Without secrets.</param>
    public static SettingsSnapshot Of(IEnumerable<KeyValuePair<string, string>> settings) =>
        new(settings.ToDictionary(setting => setting.Key, setting => HashOf(setting.Value), StringComparer.Ordinal));

    /// <summary>The names of settings that are new, gone, or of another value than they were, in ordinal order.</summary>
    public IReadOnlyList<string> DifferencesFrom(IReadOnlyDictionary<string, string> earlier) =>
    [
        .. Digests.Keys.Union(earlier.Keys, StringComparer.Ordinal)
            .Where(name => Digests.GetValueOrDefault(name) != earlier.GetValueOrDefault(name))
            .Order(StringComparer.Ordinal),
    ];

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
