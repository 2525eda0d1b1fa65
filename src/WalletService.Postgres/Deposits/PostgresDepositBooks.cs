using Npgsql;
using WalletService.Domain.Deposits;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

/// <inheritdoc cref="IDepositBooks"/>
internal sealed class PostgresDepositBooks(PostgresDatabase database, TimeProvider time) : IDepositBooks
{
    public Task<BooksTurn> TakeTurnAsync(string owner, TimeSpan lease, CancellationToken cancellationToken) => database.RepeatableAsync(
        "deposits.turn",
        async statements =>
        {
            var now = time.GetUtcNow();
            var row = await statements.QuerySingleOrDefaultAsync<BooksRow>(
                """
                UPDATE deposit_books
                SET lease_owner = @owner, lease_until = @until
                WHERE lease_owner IS NULL OR lease_owner = @owner OR lease_until <= @now
                RETURNING slot, block_hash AS BlockHash, opened_at AS OpenedAt, gap_slot AS GapSlot
                """,
                new { owner, now, until = now + lease });
            return new BooksTurn(row is not null, row?.Position);
        },
        cancellationToken);

    public Task<BooksPosition> OpenAsync(BooksPosition position, CancellationToken cancellationToken) => database.RepeatableAsync(
        "deposits.open",
        statements => statements.QueryMultipleAsync(
            $"""
            UPDATE deposit_books SET slot = @slot, block_hash = @hash, opened_slot = @slot, opened_at = @now WHERE slot IS NULL;
            {BooksRow.Lock}
            """,
            new { slot = (decimal)position.Slot, hash = position.Hash, now = time.GetUtcNow() },
            async results => (await results.ReadSingleAsync<BooksRow>()).Position!),
        cancellationToken);

    public Task<Bookings?> BookAsync(
        BooksPosition from, IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "deposits.book",
            async transaction =>
            {
                var known = await KnownOfBlocks.ReadAsync(transaction, blocks, withOlderDetected: true);
                if (known.Books.Position != from)
                {
                    return null;
                }

                var now = time.GetUtcNow();
                var bookings = decide(known.View);
                var to = BooksPosition.Of(blocks[^1]);
                await transaction.CommitWithAsync(
                [
                    .. Write(bookings, known.Wallets, now),
                    .. known.Books.GapSlot is { } gap ? BookWrites.Tell(DepositEvents.GapClosed(to, (ulong)gap), now) : [],
                    BookWrites.MoveTo(to),
                ]);
                return bookings;
            },
            cancellationToken);

    public Task<Bookings> DetectAsync(
        IReadOnlyList<ChainBlock> blocks, Func<BooksView, Bookings> decide, CancellationToken cancellationToken) => database.TransactAsync(
        "deposits.detect",
        async transaction =>
        {
            var known = await KnownOfBlocks.ReadAsync(transaction, blocks, withOlderDetected: false);
            var bookings = decide(known.View);
            await transaction.CommitWithAsync(Write(bookings, known.Wallets, time.GetUtcNow()));
            return bookings;
        },
        cancellationToken);

    public Task<bool> NoteGapAsync(BooksPosition position, HistoryGap gap, CancellationToken cancellationToken) => database.TransactAsync(
        "deposits.gap",
        async transaction =>
        {
            var now = time.GetUtcNow();
            var noted = await transaction.ExecuteAsync(
                "UPDATE deposit_books SET gap_slot = @gap, gap_since = @now WHERE gap_slot IS NULL AND slot = @slot",
                new { gap = (decimal)gap.Slot, now, slot = (decimal)position.Slot });
            if (noted == 0)
            {
                return false;
            }

            await transaction.CommitWithAsync(BookWrites.Tell(DepositEvents.Gap(position, gap), now));
            return true;
        },
        cancellationToken);

    private static IEnumerable<NpgsqlBatchCommand> Write(Bookings bookings, IReadOnlyList<LockedWallet> wallets, DateTimeOffset now)
    {
        if (bookings.Entries.Count > 0)
        {
            yield return BookWrites.InsertEntries(bookings.Entries, now);
            yield return BookWrites.StoreBalances(bookings.Balances);
        }

        if (bookings.Deposits.Count > 0)
        {
            yield return BookWrites.StoreDeposits(bookings.Deposits);
            yield return BookWrites.SweepSoon(bookings.Deposits, now);
        }

        foreach (var statement in BookWrites.Notes(bookings.Notes, wallets, now))
        {
            yield return statement;
        }
    }
}
