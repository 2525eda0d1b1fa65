using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Deposits;

/// <summary>Decides whether the books agree with what was seen on the chain. Pure.</summary>
public static class Comparer
{
    public static Comparison Compare(IReadOnlyList<WalletHoldings> seen, ComparisonView view)
    {
        var draft = new Draft(view);
        foreach (var holdings in seen)
        {
            draft.CompareAccount(holdings.Wallet, new BookAccount(holdings.Wallet.Id, holdings.Wallet.Address, Mint: null), holdings.Lamports, holdings.Slot);
            foreach (var token in holdings.Tokens)
            {
                draft.CompareAccount(holdings.Wallet, new BookAccount(holdings.Wallet.Id, token.Account, token.Mint), token.Amount, token.Slot);
            }
        }

        // Only now is known what the chain shows: a wallet may have several addresses.
        foreach (var holdings in seen.GroupBy(each => each.Wallet.Id))
        {
            draft.CompareMissing([.. holdings]);
        }

        return draft.ToComparison();
    }

    private sealed class Draft(ComparisonView view)
    {
        private readonly Dictionary<BookAccount, BookedAccount> booked = view.Accounts.ToDictionary(account => account.Account);
        private readonly HashSet<BookAccount> seen = [];
        private readonly List<LedgerEntry> openings = [];
        private readonly List<BookDifference> changed = [];
        private readonly List<BookDifference> differences = [];
        private readonly List<WalletNote> notes = [];

        public void CompareAccount(WatchedWallet wallet, BookAccount account, ulong onChain, ulong slot)
        {
            seen.Add(account);
            var known = booked.GetValueOrDefault(account);
            var difference = new BookDifference(account, known?.BalanceAt(slot) ?? 0, onChain, slot);
            if (known is null && onChain > 0 && wallet.CreatedAt <= view.OpenedAt)
            {
                openings.Add(difference.ToEntry(EntryKind.Opening, blockTime: null));
                return;
            }

            if (difference.Amount != 0)
            {
                differences.Add(difference);
            }

            if (difference.Amount != (known?.Difference ?? 0))
            {
                changed.Add(difference);
                if (difference.Amount != 0)
                {
                    notes.Add(new WalletNote(wallet.Id, AuditDrafts.Difference(difference), [DepositEvents.Difference(difference)]));
                }
            }
        }

        /// <summary>Token accounts of the books that the chain no longer shows hold nothing.</summary>
        /// <param name="holdings">What was seen at each of a wallet's addresses.</param>
        public void CompareMissing(IReadOnlyList<WalletHoldings> holdings)
        {
            var (first, last) = (holdings.Min(each => each.FirstTokenSlot), holdings.Max(each => each.LastTokenSlot));
            var missing = view.Accounts.Where(account =>
                account.Account.WalletId == holdings[0].Wallet.Id
                && account.Account.Mint is not null
                && !seen.Contains(account.Account)

                // Of which program and address it was, and so at which of the slots it was seen to be gone, matters only if it changed in between.
                && !account.HasChanged(first, last));
            foreach (var account in missing.ToList())
            {
                CompareAccount(holdings[0].Wallet, account.Account, onChain: 0, last);
            }
        }

        public Comparison ToComparison() => new()
        {
            Openings = openings,
            Changed = changed,
            Differences = differences,
            Notes = notes,
        };
    }
}
