using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Batches;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Freezes;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Batches;

/// <summary>Batches in PostgreSQL. Every change locks the wallet first and the batch after it, as all changes of wallets' records do.</summary>
internal sealed class PostgresBatchStore(PostgresDatabase database, TimeProvider time) : IBatchStore
{
    public Task<BatchAdmission> AddAsync(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "batch.add",
            async transaction =>
            {
                var (frozen, wallet, request, earlier) = await TakeKeyAsync(transaction, batch);
                if (!request.IsSame(RequestRow.Batch, batch.Fingerprint))
                {
                    return new BatchAdmission.Conflict();
                }

                if (earlier is not null)
                {
                    return earlier.Fingerprint == batch.Fingerprint.Value
                        ? new BatchAdmission.Existing(earlier.ToBatch())
                        : new BatchAdmission.Conflict();
                }

                if (wallet is not null && SigningGate.FindRefusal(wallet.WalletStatus, frozen) is { } refusal)
                {
                    await GiveBackKeyAsync(transaction, batch);
                    return new BatchAdmission.Refused(refusal);
                }

                await WriteAsync(transaction, wallet, batch, rows);
                return (BatchAdmission)new BatchAdmission.Added(batch);
            },
            cancellationToken);

    public Task<Batch?> FindAsync(UserId userId, BatchId id, CancellationToken cancellationToken) => database.RepeatableAsync(
        "batch.find",
        async statements => (await statements.QuerySingleOrDefaultAsync<BatchRecord>(
            $"{BatchRecord.Select} WHERE batches.id = @id AND batches.user_id = @userId",
            new { id = id.Value, userId = userId.Value }))?.ToBatch(),
        cancellationToken);

    public Task<Batch?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) => database.RepeatableAsync(
        "batch.find_by_key",
        async statements => (await statements.QuerySingleOrDefaultAsync<BatchRecord>(
            $"{BatchRecord.Select} WHERE batches.user_id = @userId AND batches.idempotency_key = @key",
            new { userId = userId.Value, key = key.Value }))?.ToBatch(),
        cancellationToken);

    public Task<Batch?> PlanAsync(Batch seen, BatchPlan plan, CancellationToken cancellationToken) => ChangeAsync(
        "batch.plan", seen, seen.Planned(plan, time.GetUtcNow()), () => BatchStatements.Plan(seen.Id, plan), cancellationToken);

    public Task<Batch?> MoveAsync(Batch seen, Batch next, CancellationToken cancellationToken) =>
        ChangeAsync("batch.move", seen, next, () => [], cancellationToken);

    /// <param name="operation">Its name in metrics.</param>
    /// <param name="seen">The batch as the caller knows it.</param>
    /// <param name="next">The batch afterwards.</param>
    /// <param name="others">Makes what is written beside the batch itself; asked again when the transaction is run again.</param>
    /// <param name="cancellationToken">Ends the change before it is sent.</param>
    private Task<Batch?> ChangeAsync(
        string operation, Batch seen, Batch next, Func<IEnumerable<NpgsqlBatchCommand>> others, CancellationToken cancellationToken) =>
        database.TransactAsync(
            operation,
            async transaction =>
            {
                var (wallet, isUnchanged) = await transaction.QueryMultipleAsync(
                    $"""
                    {LockedWallet.Select}
                    SELECT version FROM batches WHERE id = @id AND version = @version FOR NO KEY UPDATE;
                    """,
                    new { walletIds = new[] { seen.WalletId.Value }, id = seen.Id.Value, version = seen.Version },
                    async results => (
                        await results.ReadSingleOrDefaultAsync<LockedWallet>(),
                        await results.ReadSingleOrDefaultAsync<long?>() is not null));
                if (!isUnchanged)
                {
                    return null;
                }

                var beside = new ChangeRecords(time.GetUtcNow());
                var events = BatchEvents.Of(seen, next);
                if (seen.Status == next.Status)
                {
                    beside.Tell(wallet!, events);
                }
                else
                {
                    beside.Add(wallet!, AuditDrafts.BatchMoved(next), events);
                }

                await transaction.CommitWithAsync([.. others(), BatchStatements.Update(next), .. beside.Statements()]);
                return next;
            },
            cancellationToken);

    /// <summary>Takes the key unless it was used before; finds what it was used for, and what is frozen of what the batch concerns.</summary>
    private Task<(FreezeTarget? Frozen, LockedWallet? Wallet, RequestRow Request, BatchRecord? Earlier)> TakeKeyAsync(
        PostgresTransaction transaction, Batch batch)
    {
        var concerned = SigningGate.Targets(batch.Caller, batch.UserId, batch.WalletId, batch.Mint);
        return transaction.QueryMultipleAsync(
            $"""
            {FreezeGate.Select}
            {LockedWallet.Select}
            INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at, caller)
            VALUES (@userId, @key, @route, @fingerprint, @id, @now, @caller)
            ON CONFLICT (user_id, key) DO NOTHING;

            {RequestRow.Select} WHERE requests.user_id = @userId AND requests.key = @key;

            {BatchRecord.Select} WHERE batches.user_id = @userId AND batches.idempotency_key = @key;
            """,
            new
            {
                walletIds = new[] { batch.WalletId.Value },
                userId = batch.UserId.Value,
                key = batch.IdempotencyKey.Value,
                route = RequestRow.Batch,
                fingerprint = batch.Fingerprint.Value,
                id = batch.Id.Value,
                now = time.GetUtcNow(),
                caller = batch.Caller.Value,
                freezeScopes = FreezeGate.Scopes(concerned),
                freezeSubjects = FreezeGate.Subjects(concerned),
            },
            async results => (
                SigningGate.WidestOf(await FreezeGate.ReadAsync(results)),
                await results.ReadSingleOrDefaultAsync<LockedWallet>(),
                await results.ReadSingleAsync<RequestRow>(),
                await results.ReadSingleOrDefaultAsync<BatchRecord>()));
    }

    /// <summary>A batch that is refused leaves no trace of the key: the caller may use it again.</summary>
    private static Task<int> GiveBackKeyAsync(PostgresTransaction transaction, Batch batch) => transaction.ExecuteAsync(
        "DELETE FROM requests WHERE user_id = @userId AND key = @key AND resource_id = @id",
        new { userId = batch.UserId.Value, key = batch.IdempotencyKey.Value, id = batch.Id.Value });

    private async Task WriteAsync(PostgresTransaction transaction, LockedWallet? wallet, Batch batch, IReadOnlyList<BatchRow> rows)
    {
        var beside = new ChangeRecords(time.GetUtcNow());
        beside.Add(
            wallet ?? throw new InvalidOperationException($"There is no wallet {batch.WalletId}."), AuditDrafts.BatchReceived(batch), []);
        await transaction.CommitWithAsync(
            [BatchStatements.Insert(batch, time.GetUtcNow()), BatchStatements.InsertRows(batch, rows), .. beside.Statements()]);
    }
}
