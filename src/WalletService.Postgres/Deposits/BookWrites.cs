using Npgsql;
using WalletService.Domain.Deposits;
using WalletService.Domain.Events;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Deposits;

/// <summary>The statements that write the books, many rows with each.</summary>
internal static class BookWrites
{
    public static NpgsqlBatchCommand InsertEntries(IReadOnlyCollection<LedgerEntry> entries, DateTimeOffset now) => Statement.Of(
        """
        INSERT INTO ledger_entries (
            wallet_id, account, mint, kind, amount, balance_after, slot, block_time, signature, transaction_id, booked_at)
        SELECT entry.wallet_id, entry.account, entry.mint, entry.kind, entry.amount, entry.balance_after, entry.slot, entry.block_time,
               entry.signature, entry.transaction_id, $1
        FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
            AS entry (wallet_id, account, mint, kind, amount, balance_after, slot, block_time, signature, transaction_id, position)
        ORDER BY entry.position
        """,
        Statement.Parameter(now),
        entries.Column(entry => entry.Account.WalletId.Value),
        entries.Column(entry => entry.Account.Account.Value),
        entries.Column(entry => entry.Account.Mint?.Value),
        entries.Column(entry => NameOf(entry.Kind)),
        entries.Column(entry => (decimal)entry.Amount),
        entries.Column(entry => (decimal)entry.BalanceAfter),
        entries.Column(entry => (decimal)entry.Slot),
        entries.Column(entry => entry.BlockTime),
        entries.Column(entry => entry.Signature?.Value),
        entries.Column(entry => entry.TransactionId?.Value));

    /// <summary>Stores what accounts hold now; a difference that was noted stays until they are compared again.</summary>
    public static NpgsqlBatchCommand StoreBalances(IReadOnlyCollection<KeyValuePair<BookAccount, ulong>> balances) => Statement.Of(
        """
        INSERT INTO ledger_accounts (wallet_id, account, mint, balance)
        SELECT * FROM unnest($1, $2, $3, $4)
        ON CONFLICT (wallet_id, account, mint) DO UPDATE SET balance = excluded.balance
        """,
        balances.Column(entry => entry.Key.WalletId.Value),
        balances.Column(entry => entry.Key.Account.Value),
        balances.Column(entry => entry.Key.Mint?.Value),
        balances.Column(entry => (decimal)entry.Value));

    public static NpgsqlBatchCommand StoreDifferences(IReadOnlyCollection<BookDifference> differences) => Statement.Of(
        """
        INSERT INTO ledger_accounts (wallet_id, account, mint, balance, difference)
        SELECT difference.wallet_id, difference.account, difference.mint, 0, nullif(difference.amount, 0)
        FROM unnest($1, $2, $3, $4) AS difference (wallet_id, account, mint, amount)
        ON CONFLICT (wallet_id, account, mint) DO UPDATE SET difference = excluded.difference
        """,
        differences.Column(entry => entry.Account.WalletId.Value),
        differences.Column(entry => entry.Account.Account.Value),
        differences.Column(entry => entry.Account.Mint?.Value),
        differences.Column(entry => (decimal)entry.Amount));

    public static NpgsqlBatchCommand StoreDeposits(IReadOnlyCollection<Deposit> deposits) => Statement.Of(
        """
        INSERT INTO deposits (
            id, wallet_id, user_id, account, mint, program, decimals, amount, signature, slot, block_time, status, detected_at, received_at)
        SELECT deposit.id, deposit.wallet_id, deposit.user_id, deposit.account, deposit.mint, deposit.program, deposit.decimals,
               deposit.amount, deposit.signature, deposit.slot, deposit.block_time, deposit.status, deposit.detected_at, deposit.received_at
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY
            AS deposit (
                id, wallet_id, user_id, account, mint, program, decimals, amount, signature, slot, block_time, status, detected_at,
                received_at, position)
        ORDER BY deposit.position
        ON CONFLICT (signature, wallet_id, account, mint) DO UPDATE
        SET amount = excluded.amount, slot = excluded.slot, block_time = excluded.block_time, status = excluded.status,
            received_at = excluded.received_at
        """,
        deposits.Column(deposit => deposit.Id),
        deposits.Column(deposit => deposit.WalletId.Value),
        deposits.Column(deposit => deposit.UserId.Value),
        deposits.Column(deposit => deposit.Account.Value),
        deposits.Column(deposit => deposit.Mint?.Value),
        deposits.Column(deposit => deposit.Program?.Value),
        deposits.Column(deposit => (short)deposit.Decimals),
        deposits.Column(deposit => (decimal)deposit.Amount),
        deposits.Column(deposit => deposit.Signature.Value),
        deposits.Column(deposit => (decimal)deposit.Slot),
        deposits.Column(deposit => deposit.BlockTime),
        deposits.Column(deposit => NameOf(deposit.Status)),
        deposits.Column(deposit => deposit.DetectedAt),
        deposits.Column(deposit => deposit.ReceivedAt));

    /// <summary>What came in to retired addresses of these wallets is swept soon: they are due at once.</summary>
    public static NpgsqlBatchCommand SweepSoon(IEnumerable<Deposit> deposits, DateTimeOffset now) => Statement.Of(
        "UPDATE wallet_keys SET sweep_due_at = $2 WHERE wallet_id = ANY ($1) AND state = 'retired' AND sweep_due_at > $2",
        Statement.Parameter(deposits.Select(deposit => deposit.WalletId.Value).Distinct().ToArray()),
        Statement.Parameter(now));

    /// <summary>Moves the books on. The row is locked since its position was read.</summary>
    public static NpgsqlBatchCommand MoveTo(BooksPosition position) => Statement.Of(
        "UPDATE deposit_books SET slot = $1, block_hash = $2, gap_slot = NULL, gap_since = NULL",
        Statement.Parameter((decimal)position.Slot),
        Statement.Parameter(position.Hash));

    /// <summary>An event of the service itself.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Tell(EventDraft draft, DateTimeOffset now)
    {
        yield return Statement.Of(
            "INSERT INTO outbox (event_id, topic, type, version, occurred_at, data) VALUES ($1, $2, $3, $4, $5, $6::jsonb)",
            Statement.Parameter(Guid.CreateVersion7(now)),
            Statement.Parameter(draft.Topic),
            Statement.Parameter(draft.Type),
            Statement.Parameter(EventDraft.Version),
            Statement.Parameter(now),
            Statement.Parameter(draft.Data));
        yield return Statement.Of("NOTIFY outbox");
    }

    /// <summary>The events and audit entries of the wallets, each numbered after the one before.</summary>
    public static IEnumerable<NpgsqlBatchCommand> Notes(
        IReadOnlyCollection<WalletNote> notes, IEnumerable<LockedWallet> wallets, DateTimeOffset now)
    {
        var current = wallets.ToDictionary(wallet => wallet.Id);
        var beside = new ChangeRecords(now);
        foreach (var note in notes)
        {
            current[note.WalletId.Value] = beside.Add(current[note.WalletId.Value], note.Audit, note.Events);
        }

        return beside.Statements();
    }

    private static string NameOf<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
