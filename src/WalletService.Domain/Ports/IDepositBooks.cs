using WalletService.Domain.Deposits;

namespace WalletService.Domain.Ports;

/// <summary>
/// The books of what wallets hold, and how far in the chain they have come. One instance at a time keeps them; that no block is booked
/// twice does not rest on its lease but on the position, which every booking moves on from where it was.
/// </summary>
/// <remarks>
/// All methods throw <see cref="PortUnavailableException"/> when the database can't be reached and nothing was written.
/// <see cref="OutcomeUnknownException"/>: the commit got no answer; ask for the position again.
/// </remarks>
public interface IDepositBooks
{
    /// <summary>Takes or renews the right to scan, and tells the position of the books.</summary>
    Task<BooksTurn> TakeTurnAsync(string owner, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Opens the books at a block: what is before it is not scanned. When they are open already, tells where.</summary>
    Task<BooksPosition> OpenAsync(BooksPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// Books the finalized blocks that follow <paramref name="from"/>, in one transaction with their events and the new position, and
    /// closes a noted gap. Null, and nothing is written, when the books are elsewhere by now.
    /// </summary>
    /// <param name="decide">Called under the lock of the books, perhaps more than once.</param>
    Task<Bookings?> BookAsync(
        BooksPosition from, IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken);

    /// <summary>Stores deposits of confirmed blocks that are not in the books yet, with their events.</summary>
    /// <param name="decide">Called under the lock of the books, perhaps more than once.</param>
    Task<Bookings> DetectAsync(IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken);

    /// <summary>Notes with an event that a block is missing; false when that is noted already.</summary>
    Task<bool> NoteGapAsync(BooksPosition position, HistoryGap gap, CancellationToken cancellationToken);
}
