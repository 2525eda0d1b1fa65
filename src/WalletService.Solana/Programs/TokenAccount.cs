using System.Diagnostics.CodeAnalysis;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Programs;

/// <summary>
/// A token account of the Token or Token-2022 program. The layout alone proves nothing: check first that one of the two programs
/// owns the account.
/// </summary>
public sealed class TokenAccount
{
    /// <summary>Length in bytes without extensions.</summary>
    public const int BaseLength = 165;

    private const int MintOffset = 0;
    private const int OwnerOffset = 32;
    private const int AmountOffset = 64;
    private const int DelegateOffset = 72;
    private const int StateOffset = 108;
    private const int NativeOffset = 109;
    private const int DelegatedAmountOffset = 121;
    private const int CloseAuthorityOffset = 129;

    private TokenAccount()
    {
    }

    public required Address Mint { get; init; }

    /// <summary>The wallet that may move the tokens.</summary>
    public required Address Owner { get; init; }

    /// <summary>In base units of the mint.</summary>
    public required ulong Amount { get; init; }

    public required TokenAccountState State { get; init; }

    /// <summary>Someone besides the owner who may move up to <see cref="DelegatedAmount"/>.</summary>
    public required Address? Delegate { get; init; }

    public required ulong DelegatedAmount { get; init; }

    /// <summary>For wrapped SOL, the lamports kept as rent and not counted in the amount; null for every other mint.</summary>
    public required ulong? NativeRentReserve { get; init; }

    /// <summary>Someone besides the owner who may close the account.</summary>
    public required Address? CloseAuthority { get; init; }

    /// <summary>All extensions, the unknown ones too.</summary>
    public required IReadOnlyList<TokenExtension> Extensions { get; init; }

    /// <summary>The known ones among them, read.</summary>
    public required TokenAccountExtensions Known { get; init; }

    /// <summary>
    /// How long a new associated token account of a mint is, by which its rent is reckoned: what the program's
    /// <c>GetAccountDataSize</c> answers. Null when the mint has an extension that this code base does not know, which might demand
    /// more.
    /// </summary>
    public static int? LengthFor(Address tokenProgram, Mint mint)
    {
        if (tokenProgram != TokenProgram.Token2022Id)
        {
            return BaseLength;
        }

        if (mint.Extensions.Any(extension => extension.KnownType is null))
        {
            return null;
        }

        var demanded = mint.Extensions.SelectMany(extension => DemandedBy(extension.KnownType)).Append(TokenExtensionType.ImmutableOwner);
        const int KindLength = 1;
        var length = BaseLength + KindLength + demanded.Distinct().Sum(TokenExtensionLayout.LengthInAccount);
        return length == TokenExtensionLayout.MultisigLength ? length + TokenExtensionLayout.TypeLength : length;
    }

    /// <summary>False when the data is not an initialised token account.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, [NotNullWhen(true)] out TokenAccount? account)
    {
        account = null;
        if (data.Length < BaseLength
            || data[StateOffset] is not ((byte)TokenAccountState.Initialized or (byte)TokenAccountState.Frozen)
            || !AccountData.TryReadOptionalAddress(data, DelegateOffset, out var holder)
            || !AccountData.TryReadOptionalUInt64(data, NativeOffset, out var native)
            || !AccountData.TryReadOptionalAddress(data, CloseAuthorityOffset, out var closeAuthority)
            || !TokenExtensions.TryRead(data, BaseLength, TokenExtensions.AccountKind, out var extensions)
            || !TokenAccountExtensions.TryRead(extensions, out var known))
        {
            return false;
        }

        account = new TokenAccount
        {
            Mint = AccountData.ReadAddress(data, MintOffset),
            Owner = AccountData.ReadAddress(data, OwnerOffset),
            Amount = AccountData.ReadUInt64(data, AmountOffset),
            State = (TokenAccountState)data[StateOffset],
            Delegate = holder,
            DelegatedAmount = AccountData.ReadUInt64(data, DelegatedAmountOffset),
            NativeRentReserve = native,
            CloseAuthority = closeAuthority,
            Extensions = extensions,
            Known = known,
        };
        return true;
    }

    /// <summary>What an extension of the mint demands of every account (token-2022 interface, required_init_account_extensions).</summary>
    private static TokenExtensionType[] DemandedBy(TokenExtensionType? ofMint) => ofMint switch
    {
        TokenExtensionType.TransferFeeConfig => [TokenExtensionType.TransferFeeAmount],
        TokenExtensionType.NonTransferable => [TokenExtensionType.NonTransferableAccount, TokenExtensionType.ImmutableOwner],
        TokenExtensionType.TransferHook => [TokenExtensionType.TransferHookAccount],
        TokenExtensionType.Pausable => [TokenExtensionType.PausableAccount],
        _ => [],
    };
}
