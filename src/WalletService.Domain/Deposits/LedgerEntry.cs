using WalletService.Domain.Values;

namespace WalletService.Domain.Deposits;

/// <summary>Why a balance changed.</summary>
public enum EntryKind
{
    /// <summary>What was there when the books were opened.</summary>
    Opening,

    /// <summary>Came in.</summary>
    Deposit,

    /// <summary>Paid by a transfer of this service.</summary>
    Withdrawal,

    /// <summary>The fee of a transaction that the wallet paid for.</summary>
    Fee,

    /// <summary>Lamports put into a token account that a transfer of ours created, or got back from one that was closed.</summary>
    Rent,

    /// <summary>Between two token accounts, or two addresses, of the same wallet.</summary>
    Internal,

    /// <summary>Left by a transaction that this service signed for a caller, who sent it.</summary>
    Signed,

    /// <summary>
    /// Changed without a signature of this service: by an issuer who burns or takes back, by a delegate, or in a way that the scanner did
    /// not see. The books show it so that they balance.
    /// </summary>
    Unexplained,
}

/// <summary>One line of the books.</summary>
public sealed record LedgerEntry
{
    public required BookAccount Account { get; init; }

    public required EntryKind Kind { get; init; }

    /// <summary>In lamports or base units; negative for what went out.</summary>
    public required Int128 Amount { get; init; }

    /// <summary>What the account holds by the books after this line.</summary>
    public required ulong BalanceAfter { get; init; }

    public required ulong Slot { get; init; }

    public DateTimeOffset? BlockTime { get; init; }

    /// <summary>Null for lines that no transaction made: openings, and what was found to differ.</summary>
    public TransactionSignature? Signature { get; init; }

    /// <summary>The transfer of this service that made it.</summary>
    public TransactionId? TransactionId { get; init; }
}
