using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>
/// How each extension of a mint is handled, and why some are refused. <c>docs/tokens.md</c> has the whole table for operators, and a test
/// holds it against this one. Extensions that only accounts have say nothing of a mint, so a mint that has one is not well-formed.
/// </summary>
internal static class MintDangers
{
    private static readonly Dictionary<TokenExtensionType, (ExtensionHandling Handling, string Reason)> Dangers = new()
    {
        [TokenExtensionType.PermanentDelegate] = (
            ExtensionHandling.RefusedUnlessAllowed,
            "The token has a permanent delegate, who may move or burn the tokens of every holder at any time."),
        [TokenExtensionType.ConfidentialMintBurn] = (
            ExtensionHandling.RefusedUnlessAllowed,
            "The token is minted and burned in encrypted amounts, so nobody but its issuer knows how much of it there is."),
        [TokenExtensionType.PermissionedBurn] = (
            ExtensionHandling.RefusedUnlessAllowed,
            "The token can only be burned with its issuer's consent, so a holder may be unable to close its account."),
        [TokenExtensionType.TransferHook] = (
            ExtensionHandling.DecidedByProgram,
            "The token has every transfer approved by a program of its issuer's choice (a transfer hook), and the operator has not allowed "
            + "this program."),
        [TokenExtensionType.NonTransferable] = (
            ExtensionHandling.Refused,
            "The token is non-transferable: whoever holds it can never send it."),
    };

    /// <summary>The extensions that a mint may have.</summary>
    public static IReadOnlyList<TokenExtensionType> OfMints { get; } =
    [
        TokenExtensionType.TransferFeeConfig,
        TokenExtensionType.MintCloseAuthority,
        TokenExtensionType.ConfidentialTransferMint,
        TokenExtensionType.DefaultAccountState,
        TokenExtensionType.NonTransferable,
        TokenExtensionType.InterestBearingConfig,
        TokenExtensionType.PermanentDelegate,
        TokenExtensionType.TransferHook,
        TokenExtensionType.ConfidentialTransferFeeConfig,
        TokenExtensionType.MetadataPointer,
        TokenExtensionType.TokenMetadata,
        TokenExtensionType.GroupPointer,
        TokenExtensionType.TokenGroup,
        TokenExtensionType.GroupMemberPointer,
        TokenExtensionType.TokenGroupMember,
        TokenExtensionType.ConfidentialMintBurn,
        TokenExtensionType.ScaledUiAmount,
        TokenExtensionType.Pausable,
        TokenExtensionType.PermissionedBurn,
    ];

    /// <summary>The extensions that an operator may allow by name.</summary>
    public static IReadOnlyList<TokenExtensionType> Allowable { get; } =
        [.. OfMints.Where(type => HandlingOf(type) == ExtensionHandling.RefusedUnlessAllowed)];

    public static ExtensionHandling HandlingOf(TokenExtensionType type) =>
        !OfMints.Contains(type) ? ExtensionHandling.Refused
        : Dangers.TryGetValue(type, out var danger) ? danger.Handling
        : ExtensionHandling.Accepted;

    public static string ReasonFor(TokenExtensionType type) =>
        Dangers.TryGetValue(type, out var danger) ? danger.Reason : $"No mint has the extension {type}.";
}
