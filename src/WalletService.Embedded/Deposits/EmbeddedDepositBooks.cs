using WalletService.Domain.Deposits;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Deposits;

internal sealed class EmbeddedDepositBooks(EmbeddedDatabase database) : IDepositBooks
{
    public Task<BooksTurn> TakeTurnAsync(string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var books = database.Books;
            var now = database.Time.GetUtcNow();
            var isOurs = books.LeaseOwner is null || books.LeaseOwner == owner || books.LeaseUntil <= now;
            if (isOurs)
            {
                books.LeaseOwner = owner;
                books.LeaseUntil = now + lease;
            }

            return Task.FromResult(new BooksTurn(isOurs, isOurs ? books.Position : null));
        }
    }

    public Task<BooksPosition> OpenAsync(BooksPosition position, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var books = database.Books;
            if (books.Position is null)
            {
                books.Position = position;
                books.OpenedAt = database.Time.GetUtcNow();
            }

            return Task.FromResult(books.Position);
        }
    }

    public Task<Bookings?> BookAsync(
        BooksPosition from, IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var books = database.Books;
            if (books.Position != from)
            {
                return Task.FromResult<Bookings?>(null);
            }

            var bookings = decide(View(blocks, olderThan: blocks[^1].Slot));
            Write(bookings);
            books.Position = BooksPosition.Of(blocks[^1]);
            if (books.GapSlot is { } gap)
            {
                books.GapSlot = null;
                database.Record(DepositEvents.GapClosed(books.Position, gap));
            }

            return Task.FromResult<Bookings?>(bookings);
        }
    }

    public Task<Bookings> DetectAsync(
        IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var bookings = decide(View(blocks, olderThan: null));
            Write(bookings);
            return Task.FromResult(bookings);
        }
    }

    public Task<bool> NoteGapAsync(BooksPosition position, HistoryGap gap, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var books = database.Books;
            if (books.GapSlot is not null || books.Position?.Slot != position.Slot)
            {
                return Task.FromResult(false);
            }

            books.GapSlot = gap.Slot;
            database.Record(DepositEvents.Gap(position, gap));
            return Task.FromResult(true);
        }
    }

    private BooksView View(IReadOnlyList<ChainBlock> blocks, ulong? olderThan)
    {
        var transactions = blocks.SelectMany(block => block.Transactions).ToList();
        var addresses = transactions
            .SelectMany(each => each.Accounts.Select(account => account.Address)
                .Concat(each.TokensBefore.Concat(each.TokensAfter).Select(token => token.Owner)))
            .ToHashSet();
        var signatures = transactions.Select(each => each.Signature).ToHashSet();
        var allSignatures = transactions.SelectMany(each => each.Signatures).ToHashSet();
        return new BooksView
        {
            OpenedAt = database.Books.OpenedAt,
            Wallets = database.CompletedWallets()
                .Where(wallet => addresses.Contains(wallet.Address))
                .ToDictionary(wallet => wallet.Address),
            Own = database.Signatures
                .Where(entry => signatures.Contains(TransactionSignature.Parse(entry.Key)))
                .ToDictionary(
                    entry => TransactionSignature.Parse(entry.Key),
                    entry => new OwnTransaction(
                        TransactionSignature.Parse(entry.Key), entry.Value, database.Transfers[entry.Value.Value].Transfer.WalletId)),
            Given = database.GivenSignatures.Where(given => allSignatures.Contains(given.Signature)).ToHashSet(),
            Balances = database.Books.Balances
                .Where(entry => addresses.Contains(entry.Key.Account))
                .ToDictionary(entry => entry.Key, entry => entry.Value),
            Deposits =
            [
                .. database.Books.Deposits.Where(deposit =>
                    signatures.Contains(deposit.Signature)
                    || (deposit.Status == DepositStatus.Detected && deposit.Slot <= olderThan)),
            ],
        };
    }

    private void Write(Bookings bookings)
    {
        var books = database.Books;
        foreach (var entry in bookings.Entries)
        {
            database.AddEntry(entry);
        }

        foreach (var (account, balance) in bookings.Balances)
        {
            books.Balances[account] = balance;
        }

        foreach (var deposit in bookings.Deposits)
        {
            var position = books.Deposits.FindIndex(known => known.Id == deposit.Id);
            if (position < 0)
            {
                books.Deposits.Add(deposit);
            }
            else
            {
                books.Deposits[position] = deposit;
            }
        }

        foreach (var deposit in bookings.Deposits)
        {
            database.Wallets[deposit.WalletId.Value].SweepSoon(database.Time.GetUtcNow());
        }

        foreach (var note in bookings.Notes)
        {
            database.Record(database.Wallets[note.WalletId.Value], note.Audit, note.Events);
        }
    }
}
