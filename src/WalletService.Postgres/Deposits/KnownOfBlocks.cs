using WalletService.Domain.Deposits;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

/// <summary>What the database has about some blocks, read under the lock of the books and of the wallets concerned.</summary>
internal sealed record KnownOfBlocks(BooksRow Books, IReadOnlyList<LockedWallet> Wallets, BooksView View)
{
    private const string OfTransactions =
        $"""
        SELECT {WatchedWalletRow.Columns} FROM {WatchedWalletRow.From} WHERE wallet_keys.address = ANY (@addresses);
        SELECT transfer_attempts.signature, transfer_attempts.transfer_id AS TransferId, transfers.wallet_id AS WalletId
        FROM transfer_attempts JOIN transfers ON transfers.id = transfer_attempts.transfer_id
        WHERE transfer_attempts.signature = ANY (@signatures);
        SELECT signature, wallet_id AS WalletId FROM given_signatures WHERE signature = ANY (@allSignatures);
        """;

    /// <param name="withOlderDetected">Also the deposits that are only detected, in blocks up to the last of these.</param>
    public static async Task<KnownOfBlocks> ReadAsync(
        PostgresTransaction transaction, IReadOnlyList<ChainBlock> blocks, bool withOlderDetected)
    {
        var transactions = blocks.SelectMany(block => block.Transactions).ToList();
        var accounts = transactions.SelectMany(each => each.Accounts).Select(account => account.Address.Value).ToHashSet(StringComparer.Ordinal);
        var owners = transactions.SelectMany(each => each.TokensBefore.Concat(each.TokensAfter)).Select(token => token.Owner.Value);
        var parameters = new
        {
            addresses = accounts.Union(owners, StringComparer.Ordinal).ToArray(),
            signatures = transactions.Select(each => each.Signature.Value).ToArray(),
            allSignatures = transactions.SelectMany(each => each.Signatures).Select(signature => signature.Value).ToArray(),
            last = withOlderDetected ? blocks[^1].Slot : -1m,
        };
        var (books, wallets, own, given, deposits) = await transaction.QueryMultipleAsync(
            $"""
            {BooksRow.Lock}
            {OfTransactions}
            SELECT {DepositRow.Columns} FROM deposits WHERE signature = ANY (@signatures)
            UNION
            SELECT {DepositRow.Columns} FROM deposits WHERE status = 'detected' AND slot <= @last;
            """,
            parameters,
            async results => (
                await results.ReadSingleAsync<BooksRow>(),
                (await results.ReadAsync<WatchedWalletRow>()).Select(row => row.ToWallet()).ToList(),
                (await results.ReadAsync<OwnTransactionRow>()).Select(row => row.ToOwn()).ToList(),
                (await results.ReadAsync<GivenSignatureRow>()).Select(row => row.ToGiven()).ToHashSet(),
                (await results.ReadAsync<DepositRow>()).Select(row => row.ToDeposit()).ToList()));

        var (locked, balances) = await LockAsync(
            transaction, [.. wallets.Select(wallet => wallet.Id).Union(deposits.Select(deposit => deposit.WalletId))], accounts);
        return new KnownOfBlocks(books, locked, new BooksView
        {
            OpenedAt = books.Opened,
            Wallets = wallets.ToDictionary(wallet => wallet.Address),
            Own = own.ToDictionary(each => each.Signature),
            Given = given,
            Balances = balances,
            Deposits = deposits,
        });
    }

    private static async Task<(IReadOnlyList<LockedWallet> Wallets, IReadOnlyDictionary<BookAccount, ulong> Balances)> LockAsync(
        PostgresTransaction transaction, IReadOnlyList<WalletId> wallets, IEnumerable<string> accounts)
    {
        if (wallets.Count == 0)
        {
            return ([], new Dictionary<BookAccount, ulong>());
        }

        return await transaction.QueryMultipleAsync(
            $"""
            {LockedWallet.Select}
            SELECT {AccountRow.Columns} FROM ledger_accounts WHERE wallet_id = ANY (@walletIds) AND account = ANY (@accounts);
            """,
            new { walletIds = wallets.Select(wallet => wallet.Value).ToArray(), accounts = accounts.ToArray() },
            async results => (
                (await results.ReadAsync<LockedWallet>()).ToList(),
                (await results.ReadAsync<AccountRow>()).ToDictionary(row => row.ToAccount(), row => (ulong)row.Balance)));
    }
}
