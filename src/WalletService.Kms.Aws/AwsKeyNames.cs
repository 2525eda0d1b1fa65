using WalletService.Domain.Values;

namespace WalletService.Kms.Aws;

/// <summary>
/// The names of keys. A key is stored under the ARN of its alias, which holds the wallet's id: whose key it is shows without asking the
/// vault. AWS gives an alias to one key only.
/// </summary>
internal static class AwsKeyNames
{
    private const string AliasPart = ":alias/wallet-";

    public static string Alias(AwsKmsOptions options, WalletId walletId) => $"alias/wallet-{options.Environment}-{walletId}";

    /// <param name="keyArn">E.g. <c>arn:aws:kms:eu-central-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab</c>.</param>
    public static string AliasArn(string keyArn, string alias) => keyArn[..keyArn.LastIndexOf(':')] + ":" + alias;

    /// <summary>Whether it is the ARN of an alias that this adapter gives to wallets' keys.</summary>
    public static bool IsAliasArn(string name) =>
        name.StartsWith("arn:", StringComparison.Ordinal)
        && name.Length <= 512
        && name.Contains(AliasPart, StringComparison.Ordinal)
        && name.AsSpan(name.LastIndexOf(':') + 1) is { Length: > WalletIdLength } alias
        && WalletId.TryParse(alias[^WalletIdLength..].ToString(), out _);

    public static bool IsOf(WalletId walletId, string name) => name.EndsWith($"-{walletId}", StringComparison.Ordinal);

    private const int WalletIdLength = 36;
}
