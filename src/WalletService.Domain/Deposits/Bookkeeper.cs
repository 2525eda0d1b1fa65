using WalletService.Domain.Auditing;
using WalletService.Domain.Events;

namespace WalletService.Domain.Deposits;

/// <summary>
/// Makes book lines of blocks: pure, so that the same blocks over the same books always give the same lines. Every transaction tells the
/// balance before it, which must be what the books say: a difference becomes a line of its own and an event, at once.
/// </summary>
public sealed class Bookkeeper(TimeProvider time)
{
    /// <summary>Books finalized blocks.</summary>
    public Bookings Book(IReadOnlyList<ChainBlock> blocks, BooksView view)
    {
        var draft = new BookingsDraft(view, time.GetUtcNow());
        foreach (var (block, transaction) in TransactionsOf(blocks))
        {
            foreach (var movement in MovementsOf(transaction, view))
            {
                draft.Book(block, transaction, movement);
            }
        }

        draft.DropThoseUpTo(blocks[^1].Slot);
        return draft.ToBookings();
    }

    /// <summary>Notes the deposits of confirmed blocks, which are in no books yet.</summary>
    public Bookings Detect(IReadOnlyList<ChainBlock> blocks, BooksView view)
    {
        var draft = new BookingsDraft(view, time.GetUtcNow());
        foreach (var (block, transaction) in TransactionsOf(blocks))
        {
            foreach (var movement in MovementsOf(transaction, view))
            {
                draft.Detect(block, transaction, movement);
            }
        }

        return draft.ToBookings();
    }

    private static IEnumerable<(ChainBlock Block, ChainTransaction Transaction)> TransactionsOf(IEnumerable<ChainBlock> blocks) =>
        blocks.SelectMany(block => block.Transactions, (block, transaction) => (block, transaction));

    private static IEnumerable<Movement> MovementsOf(ChainTransaction transaction, BooksView view) =>
        MovementReader.Read(transaction, view);

    private sealed class BookingsDraft(BooksView view, DateTimeOffset now)
    {
        private readonly List<LedgerEntry> entries = [];
        private readonly Dictionary<BookAccount, ulong> balances = [];
        private readonly List<WalletNote> notes = [];
        private readonly Dictionary<(string Signature, BookAccount Account), Deposit> deposits =
            view.Deposits.ToDictionary(deposit => (deposit.Signature.Value, deposit.BookAccount));

        private readonly HashSet<(string Signature, BookAccount Account)> changed = [];

        public void Book(ChainBlock block, ChainTransaction transaction, Movement movement)
        {
            var known = notes.Count;
            var balance = Agree(block, movement);
            foreach (var part in movement.Parts)
            {
                balance = checked((ulong)(balance + part.Amount));
                var entry = new LedgerEntry
                {
                    Account = movement.Account,
                    Kind = part.Kind,
                    Amount = part.Amount,
                    BalanceAfter = balance,
                    Slot = block.Slot,
                    BlockTime = block.Time,
                    Signature = transaction.Signature,
                    TransactionId = movement.Own?.TransactionId,
                };
                entries.Add(entry);
                if (part.Kind == EntryKind.Deposit)
                {
                    Store(NewDeposit(block, transaction, movement, part) with { Status = DepositStatus.Received, ReceivedAt = now });
                }
                else if (part.Kind == EntryKind.Signed)
                {
                    notes.Add(new WalletNote(movement.Wallet.Id, AuditDrafts.Spent(entry), [DepositEvents.Spent(entry)]));
                }
                else if (part.Kind == EntryKind.Unexplained)
                {
                    notes.Add(new WalletNote(movement.Wallet.Id, AuditDrafts.Unexplained(entry), [DepositEvents.Unexplained(entry)]));
                }
            }

            balances[movement.Account] = balance;
            if (notes.Count > known)
            {
                // What a transfer of this service leaves is told with the transfer's end.
                var last = notes[^1];
                notes[^1] = last with { Events = [.. last.Events, PortfolioEvents.Booked(movement.Account, balance, block.Slot, transaction.Signature)] };
            }
        }

        public void Detect(ChainBlock block, ChainTransaction transaction, Movement movement)
        {
            foreach (var part in movement.Parts.Where(part => part.Kind == EntryKind.Deposit))
            {
                var deposit = NewDeposit(block, transaction, movement, part);
                if (deposits.GetValueOrDefault((deposit.Signature.Value, deposit.BookAccount)) is not { Status: not DepositStatus.Dropped })
                {
                    Store(deposit);
                }
            }
        }

        /// <summary>What was detected in blocks that are finalized now, and was not booked with them, was in a block that was dropped.</summary>
        public void DropThoseUpTo(ulong slot)
        {
            foreach (var vanished in deposits.Values.Where(each => each.Status == DepositStatus.Detected && each.Slot <= slot).ToList())
            {
                Store(vanished with { Status = DepositStatus.Dropped });
            }
        }

        public Bookings ToBookings() => new()
        {
            Entries = entries,
            Balances = balances,
            Deposits = [.. changed.Select(key => deposits[key])],
            Notes = notes,
        };

        /// <summary>The balance before the transaction, after the books were made to agree with the chain.</summary>
        private ulong Agree(ChainBlock block, Movement movement)
        {
            var isKnown = balances.TryGetValue(movement.Account, out var booked) || view.Balances.TryGetValue(movement.Account, out booked);
            if (booked == movement.Before)
            {
                return booked;
            }

            var isOpening = !isKnown && movement.Wallet.CreatedAt <= view.OpenedAt;
            var difference = new BookDifference(movement.Account, booked, movement.Before, block.Slot);
            entries.Add(difference.ToEntry(isOpening ? EntryKind.Opening : EntryKind.Unexplained, block.Time));
            if (!isOpening)
            {
                notes.Add(new WalletNote(movement.Wallet.Id, AuditDrafts.Difference(difference), [DepositEvents.Difference(difference)]));
            }

            return movement.Before;
        }

        private Deposit NewDeposit(ChainBlock block, ChainTransaction transaction, Movement movement, MovementPart part)
        {
            var known = deposits.GetValueOrDefault((transaction.Signature.Value, movement.Account));
            return new Deposit
            {
                Id = known?.Id ?? Guid.CreateVersion7(now),
                WalletId = movement.Wallet.Id,
                UserId = movement.Wallet.UserId,
                Account = movement.Account.Account,
                Mint = movement.Account.Mint,
                Program = movement.Program,
                Decimals = movement.Decimals,
                Amount = (ulong)part.Amount,
                Signature = transaction.Signature,
                Slot = block.Slot,
                BlockTime = block.Time,
                Status = DepositStatus.Detected,
                DetectedAt = known?.DetectedAt ?? now,
            };
        }

        private void Store(Deposit deposit)
        {
            var key = (deposit.Signature.Value, deposit.BookAccount);
            deposits[key] = deposit;
            changed.Add(key);
            notes.Add(new WalletNote(deposit.WalletId, AuditDrafts.DepositNoted(deposit), [DepositEvents.Of(deposit)]));
        }
    }
}
