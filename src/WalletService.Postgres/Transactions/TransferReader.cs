using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Transactions;

/// <summary>Reads transfers.</summary>
internal sealed class TransferReader(PostgresDatabase database, PostgresTelemetry telemetry) : IAsyncDisposable
{
    private readonly GatheredQuery<TransferRow> byId = new(
        "transfer.find", $"{TransferRow.Select} WHERE transfers.id = ANY (@ids)", row => row.Id, database, telemetry);

    public async Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        await byId.FindAsync(id.Value, cancellationToken) is { } row && row.UserId == userId.Value ? row.ToTransfer() : null;

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) => database.RepeatableAsync(
        "transfer.find_by_key",
        async statements => (await statements.QuerySingleOrDefaultAsync<TransferRow>(
            $"{TransferRow.Select} WHERE transfers.user_id = @userId AND transfers.idempotency_key = @key",
            new { userId = userId.Value, key = key.Value }))?.ToTransfer(),
        cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        database.RepeatableAsync(
            "transfer.list",
            async statements =>
            {
                var rows = await statements.QueryAsync<TransferRow>(
                    $"""
                    {TransferRow.Select}
                    WHERE transfers.user_id = @userId
                      AND (@walletId::uuid IS NULL OR transfers.wallet_id = @walletId)
                      AND (@statuses::text[] IS NULL OR transfers.status = ANY (@statuses))
                      AND (@from::timestamptz IS NULL OR transfers.received_at >= @from)
                      AND (@until::timestamptz IS NULL OR transfers.received_at < @until)
                      AND (@before::uuid IS NULL OR transfers.id < @before)
                    ORDER BY transfers.id DESC
                    LIMIT @limit
                    """,
                    new
                    {
                        userId = userId.Value,
                        walletId = filter.WalletId?.Value,
                        statuses = filter.Statuses?.Select(status => status.ToString()).ToArray(),
                        from = filter.ReceivedFrom,
                        until = filter.ReceivedBefore,
                        before = before?.Value,
                        limit = limit + 1,
                    });
                var page = rows.Take(limit).Select(row => row.ToTransfer()).ToArray();
                return new TransferPage(page, rows.Count > limit ? page[^1].Id : null);
            },
            cancellationToken);

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<TransferAttempt>>(
            "transfer.attempts",
            async statements =>
            {
                var rows = await statements.QueryAsync<AttemptRow>(
                    $"""
                    {AttemptRow.Select}
                    JOIN transfers ON transfers.id = attempt.transfer_id
                    WHERE transfers.id = @id AND transfers.user_id = @userId AND attempt.outcome <> 'prepared'
                    ORDER BY attempt.number
                    """,
                    new { id = id.Value, userId = userId.Value });
                return [.. rows.Select(row => row.ToAttempt())];
            },
            cancellationToken);

    public ValueTask DisposeAsync() => byId.DisposeAsync();
}
