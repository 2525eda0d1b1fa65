using Dapper;
using System.Globalization;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Events;

internal sealed class PostgresEventLog(PostgresDatabase database, PostgresConnections connections, FieldCipher cipher) : IEventLog, IAsyncDisposable
{
    /// <summary>Most events of a page.</summary>
    private const int PageSize = 500;

    /// <summary>Most events that one page looks through, so that a filter that matches little never makes a long query.</summary>
    private const int Window = 5_000;

    private readonly NotificationListener listener = new(connections, "outbox_published");

    public Task<EventLogRange> GetRangeAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "events.range",
        async statements => await statements.QuerySingleOrDefaultAsync<EventLogRange>("SELECT trimmed, last FROM outbox_positions", new { })
            ?? throw new InvalidOperationException("The table outbox_positions has no row."),
        cancellationToken);

    public async Task<EventPage> ReadAsync(long after, EventFilter filter, CancellationToken cancellationToken)
    {
        var (last, rows, trimmed) = await ReadRowsAsync(after, filter, cancellationToken);
        await cipher.TryPrepareAsync(rows.Select(row => row.LabelSealed), cancellationToken);
        var through = rows.Count == PageSize ? rows[^1].Position!.Value : Math.Max(after, Math.Min(after + Window, last));
        return new EventPage(
            [.. rows.Select(row => new PublishedEvent(row.Position!.Value, row.ToEvent(cipher)))],
            Math.Max(through, rows.Count > 0 ? rows[^1].Position!.Value : 0),
            trimmed);
    }

    public async Task<IReadOnlyList<OutboxEvent>> ReadWalletAsync(
        WalletId walletId, long fromSequence, int limit, CancellationToken cancellationToken)
    {
        var rows = await database.RepeatableAsync(
            "events.wallet",
            statements => statements.QueryAsync<OutboxRow>(
                $"""
                SELECT {OutboxRow.Columns} FROM outbox
                WHERE wallet_id = @wallet AND sequence >= @fromSequence
                ORDER BY sequence LIMIT @limit
                """,
                new { wallet = walletId.Value, fromSequence, limit }),
            cancellationToken);
        await cipher.TryPrepareAsync(rows.Select(row => row.LabelSealed), cancellationToken);
        return [.. rows.Select(row => row.ToEvent(cipher))];
    }

    public Task WaitForMoreAsync(long after, TimeSpan atMost, CancellationToken cancellationToken) => listener.WaitAsync(
        string.Create(CultureInfo.InvariantCulture, $"SELECT last > {after} FROM outbox_positions"), atMost, cancellationToken);

    public ValueTask DisposeAsync() => listener.DisposeAsync();

    private Task<(long Last, IReadOnlyList<OutboxRow> Rows, long Trimmed)> ReadRowsAsync(
        long after, EventFilter filter, CancellationToken cancellationToken) => database.RepeatableAsync(
        "events.read",
        statements => statements.QueryMultipleAsync(
            // The end is read before the events, so that all of them are seen, and what was deleted after them, so that no loss is.
            $"""
            SELECT last FROM outbox_positions;

            SELECT {OutboxRow.Columns} FROM outbox
            WHERE position > @after AND position <= @after + @window
                AND (@users::text[] IS NULL OR user_id = ANY (@users))
                AND (@wallet::uuid IS NULL OR wallet_id = @wallet)
                AND (@topics::text[] IS NULL OR topic = ANY (@topics))
            ORDER BY position LIMIT @limit;

            SELECT trimmed FROM outbox_positions;
            """,
            new
            {
                after,
                window = Window,
                users = filter.Users?.Select(user => user.Value).ToArray(),
                wallet = filter.Wallet?.Value,
                topics = filter.Topics?.ToArray(),
                limit = PageSize,
            },
            async results =>
            {
                var last = await results.ReadSingleAsync<long>();
                var rows = (await results.ReadAsync<OutboxRow>()).AsList();
                return (last, (IReadOnlyList<OutboxRow>)rows, await results.ReadSingleAsync<long>());
            }),
        cancellationToken);
}
