using WalletService.Domain.Ports;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>Tells what an address is from what is found there.</summary>
internal static class RecipientClassifier
{
    private const int TokenAccountLength = 165;
    private const int MintLength = 82;
    private const int MultisigLength = 355;

    /// <summary>Where Token-2022 says what a longer account is: 1 a mint, 2 a token account.</summary>
    private const int TokenKindOffset = TokenAccountLength;
    private const byte MintKind = 1;
    private const byte TokenAccountKind = 2;

    private static readonly Address SysvarOwner = Address.Parse("Sysvar1111111111111111111111111111111111111");
    private static readonly Address NativeLoader = Address.Parse("NativeLoader1111111111111111111111111111111");
    private static readonly Address FeatureProgram = Address.Parse("Feature111111111111111111111111111111111111");

    /// <summary>
    /// Addresses that the runtime keeps for itself (agave, <c>reserved-account-keys</c>) and that hold no account to tell it by on
    /// every cluster; and the incinerator, which burns what it is sent.
    /// </summary>
    private static readonly HashSet<Address> Reserved =
    [
        WellKnownAddresses.ClockSysvar,
        WellKnownAddresses.RentSysvar,
        WellKnownAddresses.InstructionsSysvar,
        WellKnownAddresses.RecentBlockhashesSysvar,
        Address.Parse("SysvarEpochSchedu1e111111111111111111111111"),
        Address.Parse("SysvarEpochRewards1111111111111111111111111"),
        Address.Parse("SysvarFees111111111111111111111111111111111"),
        Address.Parse("SysvarLastRestartS1ot1111111111111111111111"),
        Address.Parse("SysvarRewards111111111111111111111111111111"),
        Address.Parse("SysvarS1otHashes111111111111111111111111111"),
        Address.Parse("SysvarS1otHistory11111111111111111111111111"),
        Address.Parse("SysvarStakeHistory1111111111111111111111111"),
        Address.Parse("StakeConfig11111111111111111111111111111111"),
        Address.Parse("1nc1nerator11111111111111111111111111111111"),
        SysvarOwner,
        NativeLoader,
        FeatureProgram,
    ];

    /// <summary>Programs built into the runtime, which need no account to be there. Others are told by their account.</summary>
    private static readonly HashSet<Address> BuiltInPrograms =
    [
        WellKnownAddresses.SystemProgram,
        WellKnownAddresses.ComputeBudgetProgram,
        WellKnownAddresses.AddressLookupTableProgram,
        Address.Parse("Stake11111111111111111111111111111111111111"),
        Address.Parse("Vote111111111111111111111111111111111111111"),
        Address.Parse("Config1111111111111111111111111111111111111"),
        Address.Parse("BPFLoader1111111111111111111111111111111111"),
        Address.Parse("BPFLoader2111111111111111111111111111111111"),
        Address.Parse("BPFLoaderUpgradeab1e11111111111111111111111"),
        Address.Parse("LoaderV411111111111111111111111111111111111"),
        Address.Parse("Ed25519SigVerify111111111111111111111111111"),
        Address.Parse("KeccakSecp256k11111111111111111111111111111"),
        Address.Parse("Secp256r1SigVerify1111111111111111111111111"),
        Address.Parse("ZkE1Gama1Proof11111111111111111111111111111"),
    ];

    /// <summary>What has to be read of an account's data: up to the byte by which Token-2022 tells its longer accounts apart.</summary>
    public static DataSlice DataNeeded { get; } = new(0, TokenKindOffset + 1);

    /// <summary>The length of the account's data, of which only a part was read.</summary>
    public static ulong DataLength(AccountInfo? account) => account?.Space ?? (ulong)(account?.Data.Length ?? 0);

    public static AccountNature NatureOf(Address address, AccountInfo? account) => new(Classify(address, account), DataLength(account));

    /// <param name="address">The address.</param>
    /// <param name="account">With <see cref="DataNeeded"/> of its data; null when there is none.</param>
    public static RecipientKind Classify(Address address, AccountInfo? account)
    {
        if (BuiltInPrograms.Contains(address))
        {
            return RecipientKind.Program;
        }

        if (Reserved.Contains(address))
        {
            return RecipientKind.Reserved;
        }

        if (account is null)
        {
            return RecipientKind.Missing;
        }

        if (account.Executable || account.Owner == NativeLoader)
        {
            return RecipientKind.Program;
        }

        if (account.Owner == SysvarOwner || account.Owner == FeatureProgram)
        {
            return RecipientKind.Reserved;
        }

        if (account.Owner == WellKnownAddresses.TokenProgram || account.Owner == WellKnownAddresses.Token2022Program)
        {
            return ClassifyToken(account);
        }

        return account.Owner == WellKnownAddresses.SystemProgram && DataLength(account) == 0
            ? RecipientKind.Wallet
            : RecipientKind.ProgramOwned;
    }

    private static RecipientKind ClassifyToken(AccountInfo account) => DataLength(account) switch
    {
        TokenAccountLength => RecipientKind.TokenAccount,
        MintLength => RecipientKind.Mint,
        > TokenAccountLength and not MultisigLength when account.Data.Length > TokenKindOffset => account.Data.Span[TokenKindOffset] switch
        {
            TokenAccountKind => RecipientKind.TokenAccount,
            MintKind => RecipientKind.Mint,
            _ => RecipientKind.ProgramOwned,
        },
        _ => RecipientKind.ProgramOwned,
    };
}
