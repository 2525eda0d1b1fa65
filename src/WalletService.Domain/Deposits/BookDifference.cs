namespace WalletService.Domain.Deposits;

/// <summary>The books and the chain disagree about an account.</summary>
/// <param name="Booked">By the books, in lamports or base units.</param>
/// <param name="OnChain">By the chain, as of the slot.</param>
public sealed record BookDifference(BookAccount Account, ulong Booked, ulong OnChain, ulong Slot)
{
    /// <summary>What the books lack; negative for what they have too much.</summary>
    public Int128 Amount => (Int128)OnChain - Booked;

    /// <summary>The line that makes the books agree.</summary>
    public LedgerEntry ToEntry(EntryKind kind, DateTimeOffset? blockTime) => new()
    {
        Account = Account,
        Kind = kind,
        Amount = Amount,
        BalanceAfter = OnChain,
        Slot = Slot,
        BlockTime = blockTime,
    };
}
