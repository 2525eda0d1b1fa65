namespace WalletService.Solana.Programs;

/// <summary>The state of a token account, by its number on chain.</summary>
public enum TokenAccountState
{
    Uninitialized = 0,
    Initialized = 1,

    /// <summary>The mint's freeze authority has stopped all transfers.</summary>
    Frozen = 2,
}
