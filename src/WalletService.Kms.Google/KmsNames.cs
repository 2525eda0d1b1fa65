using System.Text.RegularExpressions;
using WalletService.Domain.Values;

namespace WalletService.Kms.Google;

/// <summary>Names of the key ring, of wallets' keys and of their versions.</summary>
internal static partial class KmsNames
{
    private const string CryptoKeyPrefix = "wallet-";

    public static string Location(GoogleKmsOptions options, string location) => $"projects/{options.ProjectId}/locations/{location}";

    public static string KeyRing(GoogleKmsOptions options, string location) => $"{Location(options, location)}/keyRings/{options.KeyRingId}";

    /// <summary>The location of a resource.</summary>
    public static string LocationOf(string resource)
    {
        var parts = resource.Split('/');
        return parts is ["projects", _, "locations", var location, ..]
            ? location
            : throw new ArgumentException($"'{resource}' is no name of a resource.", nameof(resource));
    }

    public static bool IsLocationId(string location) => LocationPattern().IsMatch(location);

    /// <summary>
    /// Made of the wallet's id and the key's number alone, so that a repeated creation meets the key that the first one made. Each key of
    /// a wallet is a crypto key of its own: versions of one are numbered by Cloud KMS, so that a repeated creation would make two.
    /// </summary>
    public static string CryptoKeyId(WalletKeyId keyId) => $"{CryptoKeyPrefix}{keyId}";

    /// <summary>Which key of which wallet it is; null when the name is not one that <see cref="CryptoKeyId"/> gives.</summary>
    public static WalletKeyId? FindKeyId(string resource)
    {
        var parts = resource.Split('/');
        return parts is ["projects", _, "locations", _, "keyRings", _, "cryptoKeys", var id, ..]
            && id.StartsWith(CryptoKeyPrefix, StringComparison.Ordinal)
            && WalletKeyId.TryParse(id[CryptoKeyPrefix.Length..], out var keyId)
                ? keyId
                : null;
    }

    /// <summary>A new key has exactly one version, number 1. Each version is a key pair, and so an address, of its own.</summary>
    public static string FirstVersion(string cryptoKeyName) => $"{cryptoKeyName}/cryptoKeyVersions/1";

    /// <summary>Nothing but a full version name may become part of a request's path.</summary>
    public static bool IsVersionName(string name) => VersionNamePattern().IsMatch(name);

    /// <summary>Whether a full version name is one of the wallet's crypto keys.</summary>
    public static bool IsVersionOf(WalletId walletId, string name) => FindKeyId(name)?.WalletId == walletId;

    [GeneratedRegex(@"^[a-z0-9-]{1,63}\z", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LocationPattern();

    [GeneratedRegex(
        @"^projects/[a-z0-9][a-z0-9:.-]*/locations/[a-z0-9-]+/keyRings/[a-zA-Z0-9_-]+/cryptoKeys/[a-zA-Z0-9_-]+/cryptoKeyVersions/[0-9]+\z",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionNamePattern();
}
