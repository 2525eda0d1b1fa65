using Npgsql;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>What the database has of deposits and books, read without the service.</summary>
internal sealed class BookRecords(string connectionString) : IAsyncDisposable
{
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(connectionString);

    /// <summary>The slot at which the books were opened; 0 before.</summary>
    public Task<ulong> OpenedSlotAsync() => SlotAsync("SELECT coalesce(opened_slot, 0) FROM deposit_books");

    public Task<ulong> SlotAsync() => SlotAsync("SELECT coalesce(slot, 0) FROM deposit_books");

    /// <summary>In the order in which they were booked.</summary>
    public Task<IReadOnlyList<ExpectedDeposit>> ReceivedAsync(ulong upTo) => RowsAsync(
        $"""
        SELECT entry.signature, entry.account, entry.mint, deposit.amount
        FROM ledger_entries AS entry
        JOIN deposits AS deposit ON deposit.signature = entry.signature AND deposit.account = entry.account
            AND deposit.mint IS NOT DISTINCT FROM entry.mint AND deposit.amount = entry.amount
        WHERE entry.kind = 'deposit' AND deposit.status = 'received' AND entry.slot <= {upTo}
        ORDER BY entry.id
        """,
        row => new ExpectedDeposit(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), (ulong)row.GetDecimal(3)));

    /// <summary>How many rows there are, by table and state.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountsAsync(ulong upTo) => (await RowsAsync(
        $"""
        SELECT 'deposits ' || status, count(*) FROM deposits WHERE slot <= {upTo} GROUP BY status
        UNION ALL SELECT 'lines ' || kind, count(*) FROM ledger_entries GROUP BY kind
        UNION ALL SELECT 'events ' || type, count(*) FROM outbox WHERE topic <> 'network-events' GROUP BY type
        """,
        row => (row.GetString(0), row.GetInt64(1)))).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    /// <summary>What the lines of each account add up to.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> BalancesAsync() => (await RowsAsync(
        "SELECT account, sum(amount) FROM ledger_entries GROUP BY account",
        row => (row.GetString(0), row.GetDecimal(1)))).ToDictionary(row => row.Item1, row => row.Item2, StringComparer.Ordinal);

    /// <summary>Deposits of which there is not exactly one event that they were received.</summary>
    public Task<IReadOnlyList<string>> WithoutOneEventAsync() => RowsAsync(
        """
        SELECT deposits.id::text
        FROM deposits
        LEFT JOIN (
            SELECT data ->> 'depositId' AS id, count(*) AS number FROM outbox WHERE type = 'deposit.received' GROUP BY 1) AS told
            ON told.id = deposits.id::text
        WHERE deposits.status = 'received' AND told.number IS DISTINCT FROM 1
        """,
        row => row.GetString(0));

    /// <summary>Wallets whose events are not numbered 1, 2, 3, … in the order of their slots.</summary>
    public Task<IReadOnlyList<string>> WithDisorderedEventsAsync() => RowsAsync(
        """
        SELECT DISTINCT wallet_id::text
        FROM (
            SELECT wallet_id, sequence, row_number() OVER numbered AS number, type,
                   (data ->> 'slot')::numeric AS slot, max((data ->> 'slot')::numeric) FILTER (WHERE type = 'deposit.received') OVER numbered AS newest
            FROM outbox WHERE wallet_id IS NOT NULL
            WINDOW numbered AS (PARTITION BY wallet_id ORDER BY sequence)) AS event
        WHERE sequence <> number OR (type = 'deposit.received' AND slot < newest)
        """,
        row => row.GetString(0));

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<ulong> SlotAsync(string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (ulong)(decimal)(await command.ExecuteScalarAsync())!;
    }

    private async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync();
        var found = new List<T>();
        while (await rows.ReadAsync())
        {
            found.Add(read(rows));
        }

        return found;
    }
}
