namespace WalletService.Solana;

/// <summary>Addresses that are the same on every cluster.</summary>
public static class WellKnownAddresses
{
    public static Address SystemProgram { get; } = Address.Parse("11111111111111111111111111111111");

    public static Address TokenProgram { get; } = Address.Parse("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

    public static Address Token2022Program { get; } = Address.Parse("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");

    public static Address AssociatedTokenProgram { get; } = Address.Parse("ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL");

    public static Address ComputeBudgetProgram { get; } = Address.Parse("ComputeBudget111111111111111111111111111111");

    /// <summary>The second version of the memo program.</summary>
    public static Address MemoProgram { get; } = Address.Parse("MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr");

    public static Address AddressLookupTableProgram { get; } = Address.Parse("AddressLookupTab1e1111111111111111111111111");

    /// <summary>The mint of wrapped SOL in the Token program.</summary>
    public static Address WrappedSolMint { get; } = Address.Parse("So11111111111111111111111111111111111111112");

    public static Address RentSysvar { get; } = Address.Parse("SysvarRent111111111111111111111111111111111");

    public static Address ClockSysvar { get; } = Address.Parse("SysvarC1ock11111111111111111111111111111111");

    public static Address InstructionsSysvar { get; } = Address.Parse("Sysvar1nstructions1111111111111111111111111");

    public static Address RecentBlockhashesSysvar { get; } = Address.Parse("SysvarRecentB1ockHashes11111111111111111111");
}
