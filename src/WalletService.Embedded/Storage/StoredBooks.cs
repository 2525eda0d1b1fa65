using WalletService.Domain.Deposits;

namespace WalletService.Embedded.Storage;

/// <summary>The books of what wallets hold.</summary>
internal sealed class StoredBooks
{
    public string? LeaseOwner { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public BooksPosition? Position { get; set; }

    public DateTimeOffset OpenedAt { get; set; } = DateTimeOffset.MinValue;

    public ulong? GapSlot { get; set; }

    public List<LedgerEntry> Entries { get; } = [];

    public Dictionary<BookAccount, ulong> Balances { get; } = [];

    public Dictionary<BookAccount, Int128> Differences { get; } = [];

    /// <summary>In the order in which they were first seen.</summary>
    public List<Deposit> Deposits { get; } = [];
}
