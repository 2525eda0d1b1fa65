namespace WalletService.Solana.Programs.Extensions;

/// <summary>How long the value of each extension is, and whether mints or token accounts carry it.</summary>
internal static class TokenExtensionLayout
{
    public const int TypeLength = sizeof(ushort);

    /// <summary>Type and length, which stand before every value.</summary>
    public const int HeaderLength = TypeLength + sizeof(ushort);

    /// <summary>A multisig account of either program has this length, which the programs keep free of anything else.</summary>
    public const int MultisigLength = 355;

    /// <summary>Extensions whose value varies in length.</summary>
    private const int Varying = -1;

    private static readonly Dictionary<TokenExtensionType, int> OfMints = new()
    {
        [TokenExtensionType.TransferFeeConfig] = 108,
        [TokenExtensionType.MintCloseAuthority] = 32,
        [TokenExtensionType.ConfidentialTransferMint] = 65,
        [TokenExtensionType.DefaultAccountState] = 1,
        [TokenExtensionType.NonTransferable] = 0,
        [TokenExtensionType.InterestBearingConfig] = 52,
        [TokenExtensionType.PermanentDelegate] = 32,
        [TokenExtensionType.TransferHook] = 64,
        [TokenExtensionType.ConfidentialTransferFeeConfig] = 129,
        [TokenExtensionType.MetadataPointer] = 64,
        [TokenExtensionType.TokenMetadata] = Varying,
        [TokenExtensionType.GroupPointer] = 64,
        [TokenExtensionType.TokenGroup] = 80,
        [TokenExtensionType.GroupMemberPointer] = 64,
        [TokenExtensionType.TokenGroupMember] = 72,
        [TokenExtensionType.ConfidentialMintBurn] = 196,
        [TokenExtensionType.ScaledUiAmount] = 56,
        [TokenExtensionType.Pausable] = 33,
        [TokenExtensionType.PermissionedBurn] = 32,
    };

    private static readonly Dictionary<TokenExtensionType, int> OfAccounts = new()
    {
        [TokenExtensionType.TransferFeeAmount] = 8,
        [TokenExtensionType.ConfidentialTransferAccount] = 295,
        [TokenExtensionType.ImmutableOwner] = 0,
        [TokenExtensionType.MemoTransfer] = 1,
        [TokenExtensionType.CpiGuard] = 1,
        [TokenExtensionType.NonTransferableAccount] = 0,
        [TokenExtensionType.TransferHookAccount] = 1,
        [TokenExtensionType.ConfidentialTransferFeeAmount] = 64,
        [TokenExtensionType.PausableAccount] = 0,
    };

    /// <summary>Bytes that an extension of token accounts takes, its header included.</summary>
    public static int LengthInAccount(TokenExtensionType type) => HeaderLength + OfAccounts[type];

    /// <summary>
    /// Whether every known extension is one that a mint may carry, is there once, and is as long as its type says. The program
    /// writes nothing else; unknown types pass.
    /// </summary>
    public static bool FitsMint(IReadOnlyList<TokenExtension> extensions) => Fits(extensions, OfMints);

    /// <inheritdoc cref="FitsMint"/>
    public static bool FitsAccount(IReadOnlyList<TokenExtension> extensions) => Fits(extensions, OfAccounts);

    /// <summary>The value of an extension; null when there is none.</summary>
    public static ReadOnlyMemory<byte>? Find(IReadOnlyList<TokenExtension> extensions, TokenExtensionType type) =>
        extensions.FirstOrDefault(extension => extension.KnownType == type)?.Data;

    private static bool Fits(IReadOnlyList<TokenExtension> extensions, Dictionary<TokenExtensionType, int> lengths)
    {
        var seen = new HashSet<TokenExtensionType>();
        return extensions.All(extension =>
            extension.KnownType is not { } type
            || (lengths.TryGetValue(type, out var length)
                && (length == Varying || length == extension.Data.Length)
                && seen.Add(type)));
    }
}
