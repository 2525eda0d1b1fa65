using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

/// <inheritdoc cref="IReconciliationBooks"/>
internal sealed class PostgresReconciliationBooks(PostgresDatabase database, TimeProvider time) : IReconciliationBooks
{
    public Task<IReadOnlyList<WatchedWallet>> NextWalletsAsync(WalletId? after, int limit, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<WatchedWallet>>(
            "reconciliation.next",
            async statements =>
            {
                var rows = await statements.QueryAsync<WatchedWalletRow>(
                    $"""
                    SELECT {WatchedWalletRow.Columns}
                    FROM {WatchedWalletRow.From}
                    WHERE wallets.id IN (
                        SELECT id FROM wallets
                        WHERE address IS NOT NULL AND (@after::uuid IS NULL OR id > @after)
                        ORDER BY id
                        LIMIT @limit)
                    ORDER BY wallets.id, wallet_keys.version
                    """,
                    new { after = after?.Value, limit });
                return [.. rows.Select(row => row.ToWallet())];
            },
            cancellationToken);

    public Task<Comparison?> CompareAsync(
        IReadOnlyList<WalletHoldings> seen, Func<ComparisonView, Comparison> decide, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "reconciliation.compare",
            async transaction =>
            {
                var (books, wallets, view) = await ReadAsync(transaction, seen);
                if (books.Position is not { } position || position.Slot < seen.Max(each => Math.Max(each.Slot, each.LastTokenSlot)))
                {
                    return null;
                }

                var now = time.GetUtcNow();
                var comparison = decide(view);
                await transaction.CommitWithAsync(
                [
                    .. comparison.Openings.Count == 0 ? [] : new[]
                    {
                        BookWrites.InsertEntries(comparison.Openings, now),
                        BookWrites.StoreBalances([.. comparison.Openings.Select(entry => KeyValuePair.Create(entry.Account, entry.BalanceAfter))]),
                    },
                    .. comparison.Changed.Count == 0 ? [] : new[] { BookWrites.StoreDifferences(comparison.Changed) },
                    .. BookWrites.Notes(comparison.Notes, wallets, now),
                ]);
                return comparison;
            },
            cancellationToken);

    public Task<long> CountDifferencesAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "reconciliation.count",
        statements => statements.QuerySingleOrDefaultAsync<long>(
            "SELECT count(*) FROM ledger_accounts WHERE difference IS NOT NULL", new { }),
        cancellationToken);

    private static Task<(BooksRow Books, IReadOnlyList<LockedWallet> Wallets, ComparisonView View)> ReadAsync(
        PostgresTransaction transaction, IReadOnlyList<WalletHoldings> seen) => transaction.QueryMultipleAsync(
        $"""
        {BooksRow.Lock}
        {LockedWallet.Select}
        SELECT {AccountRow.Columns} FROM ledger_accounts WHERE wallet_id = ANY (@walletIds);
        SELECT {EntryRow.Columns} FROM ledger_entries WHERE wallet_id = ANY (@walletIds) AND slot > @since;
        """,
        new
        {
            walletIds = seen.Select(each => each.Wallet.Id.Value).Distinct().ToArray(),
            since = (decimal)seen.Min(each => Math.Min(each.Slot, each.FirstTokenSlot)),
        },
        async results =>
        {
            var books = await results.ReadSingleAsync<BooksRow>();
            IReadOnlyList<LockedWallet> wallets = (await results.ReadAsync<LockedWallet>()).ToList();
            var accounts = (await results.ReadAsync<AccountRow>()).ToList();
            var lines = (await results.ReadAsync<EntryRow>()).Select(row => row.ToEntry()).ToLookup(entry => entry.Account);
            var view = new ComparisonView
            {
                OpenedAt = books.Opened,
                Accounts =
                [
                    .. accounts.Select(row => new BookedAccount(
                        row.ToAccount(),
                        (ulong)row.Balance,
                        (Int128)(row.Difference ?? 0),
                        [.. lines[row.ToAccount()].Select(entry => (entry.Slot, entry.Amount))])),
                ],
            };
            return (books, wallets, view);
        });
}
