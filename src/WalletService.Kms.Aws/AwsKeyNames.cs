using System.Text.RegularExpressions;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws;

/// <summary>
/// The names of keys. A key is stored under the ARN of its alias, which holds the wallet's id: whose key it is shows without asking the
/// vault. AWS gives an alias to one key only.
/// </summary>
internal static partial class AwsKeyNames
{
    public static string Alias(AwsKmsOptions options, WalletKeyId keyId) => $"{AliasPrefix(options)}{keyId}";

    /// <summary>What the aliases of all wallets' keys of an environment begin with.</summary>
    public static string AliasPrefix(AwsKmsOptions options) => $"alias/wallet-{options.Environment}-";

    /// <param name="keyArn">E.g. <c>arn:aws:kms:eu-central-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab</c>.</param>
    public static string AliasArn(string keyArn, string alias) => keyArn[..keyArn.LastIndexOf(':')] + ":" + alias;

    /// <summary>Whether it is the ARN of an alias that this adapter gives to wallets' keys.</summary>
    public static bool IsAliasArn(string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal)
        && name.Length <= 512
        && FindKeyId(name) is not null;

    public static bool IsOf(WalletId walletId, string name) => FindKeyId(name)?.WalletId == walletId;

    /// <exception cref="KeyUnusableException">It is no name of a key, or one of another wallet's.</exception>
    public static void Check(WalletId walletId, string name)
    {
        if (!IsAliasArn(name))
        {
            throw new KeyUnusableException("wrong_name", $"'{name}' is no name of a wallet's key in AWS KMS.");
        }

        if (!IsOf(walletId, name))
        {
            throw new KeyUnusableException(KeyUnusableException.WrongWallet, $"{name} is no key of wallet {walletId}.");
        }
    }

    /// <summary>Which key of which wallet the ARN of an alias names; null when it names none.</summary>
    public static WalletKeyId? FindKeyId(string aliasArn) =>
        AliasPattern().Match(aliasArn) is { Success: true } match && WalletKeyId.TryParse(match.Groups["key"].Value, out var keyId)
            ? keyId
            : null;

    /// <summary>The environment may have hyphens and digits, too: a key's name is what an id begins with at the end.</summary>
    [GeneratedRegex(
        @":alias/wallet-.+-(?<key>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(-[1-9][0-9]{0,8})?)\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex AliasPattern();
}
