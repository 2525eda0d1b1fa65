namespace WalletService.Domain.Deposits;

/// <summary>What the books have about some wallets, read under their lock.</summary>
public sealed record ComparisonView
{
    /// <inheritdoc cref="BooksView.OpenedAt"/>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Every account that the books have of these wallets.</summary>
    public required IReadOnlyList<BookedAccount> Accounts { get; init; }
}

/// <param name="Balance">What the account holds by the books now.</param>
/// <param name="Difference">What the last comparison found; 0 when nothing.</param>
/// <param name="Since">The lines of the slots from the oldest at which the wallets were seen.</param>
public sealed record BookedAccount(BookAccount Account, ulong Balance, Int128 Difference, IReadOnlyList<(ulong Slot, Int128 Amount)> Since)
{
    /// <summary>What the account held by the books after all that happened in this slot.</summary>
    public ulong BalanceAt(ulong slot) =>
        (ulong)Since.Where(line => line.Slot > slot).Aggregate((Int128)Balance, (balance, line) => balance - line.Amount);

    public bool HasChanged(ulong after, ulong upTo) => Since.Any(line => line.Slot > after && line.Slot <= upTo);
}

/// <summary>What came of a comparison, to be written in one transaction.</summary>
public sealed record Comparison
{
    /// <summary>Opening balances that no transaction has told yet.</summary>
    public required IReadOnlyList<LedgerEntry> Openings { get; init; }

    /// <summary>The accounts whose difference is to be stored: those that differ, and those that do no longer.</summary>
    public required IReadOnlyList<BookDifference> Changed { get; init; }

    /// <summary>All that differ.</summary>
    public required IReadOnlyList<BookDifference> Differences { get; init; }

    public required IReadOnlyList<WalletNote> Notes { get; init; }
}
