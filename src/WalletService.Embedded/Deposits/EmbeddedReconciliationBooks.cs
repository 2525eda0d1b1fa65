using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Deposits;

internal sealed class EmbeddedReconciliationBooks(EmbeddedDatabase database) : IReconciliationBooks
{
    public Task<IReadOnlyList<WatchedWallet>> NextWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<WatchedWallet>>(
            [
                .. database.CompletedWallets()
                    .Where(wallet => after is null || string.CompareOrdinal(wallet.Id.ToString(), after.ToString()) > 0)
                    .GroupBy(wallet => wallet.Id)
                    .OrderBy(addresses => addresses.Key.ToString(), StringComparer.Ordinal)
                    .Take(limit)
                    .SelectMany(addresses => addresses),
            ]);
        }
    }

    public Task<Comparison?> CompareAsync(
        IReadOnlyList<WalletHoldings> seen, Func<ComparisonView, Comparison> decide, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var books = database.Books;
            if (books.Position is not { } position || position.Slot < seen.Max(each => Math.Max(each.Slot, each.LastTokenSlot)))
            {
                return Task.FromResult<Comparison?>(null);
            }

            var comparison = decide(View(seen));
            foreach (var entry in comparison.Openings)
            {
                database.AddEntry(entry);
                books.Balances[entry.Account] = entry.BalanceAfter;
            }

            foreach (var difference in comparison.Changed)
            {
                books.Balances.TryAdd(difference.Account, 0);
                books.Differences[difference.Account] = difference.Amount;
            }

            foreach (var note in comparison.Notes)
            {
                database.Record(database.Wallets[note.WalletId.Value], note.Audit, note.Events);
            }

            return Task.FromResult<Comparison?>(comparison);
        }
    }

    public Task<long> CountDifferencesAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult((long)database.Books.Differences.Values.Count(difference => difference != 0));
        }
    }

    private ComparisonView View(IReadOnlyList<WalletHoldings> seen)
    {
        var books = database.Books;
        var wallets = seen.Select(each => each.Wallet.Id).ToHashSet();
        var since = seen.Min(each => Math.Min(each.Slot, each.FirstTokenSlot));
        return new ComparisonView
        {
            OpenedAt = books.OpenedAt,
            Accounts =
            [
                .. books.Balances
                    .Where(entry => wallets.Contains(entry.Key.WalletId))
                    .Select(entry => new BookedAccount(
                        entry.Key,
                        entry.Value,
                        books.Differences.GetValueOrDefault(entry.Key),
                        [.. books.Entries.Where(line => line.Account == entry.Key && line.Slot > since).Select(line => (line.Slot, line.Amount))])),
            ],
        };
    }
}
