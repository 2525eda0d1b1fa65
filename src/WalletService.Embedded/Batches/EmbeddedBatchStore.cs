using WalletService.Domain.Auditing;
using WalletService.Domain.Batches;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Batches;

internal sealed class EmbeddedBatchStore(EmbeddedDatabase database) : IBatchStore
{
    public Task<BatchAdmission> AddAsync(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Add(batch, rows));
        }
    }

    public Task<Batch?> FindAsync(UserId userId, BatchId id, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var found = database.Batches.GetValueOrDefault(id.Value)?.Batch;
            return Task.FromResult(found?.UserId == userId ? found : null);
        }
    }

    public Task<Batch?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(
                database.Requests.GetValueOrDefault((userId.Value, key.Value)) is { Route: StoredRequest.Batch } request
                    ? database.Batches[request.ResourceId].Batch
                    : null);
        }
    }

    public Task<Batch?> PlanAsync(Batch seen, BatchPlan plan, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (Current(seen) is not { } stored)
            {
                return Task.FromResult<Batch?>(null);
            }

            var next = stored.Batch.Planned(plan, database.Time.GetUtcNow());
            stored.Parts = plan.Parts;
            stored.Rows = RowsOf(stored.Rows, plan);
            return Task.FromResult<Batch?>(Write(stored, next));
        }
    }

    public Task<Batch?> MoveAsync(Batch seen, Batch next, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Current(seen) is { } stored ? Write(stored, next) : null);
        }
    }

    private static IReadOnlyList<BatchRow> RowsOf(IReadOnlyList<BatchRow> rows, BatchPlan plan)
    {
        var parts = plan.Parts.SelectMany(part => part.Rows, (part, row) => (part.Number, Row: row)).ToDictionary(pair => pair.Row, pair => pair.Number);
        var errors = plan.Refused.ToDictionary(refused => refused.Row, refused => refused.Error);
        return
        [
            .. rows.Select(row => row with
            {
                Part = parts.TryGetValue(row.Number, out var part) ? part : null,
                Error = errors.GetValueOrDefault(row.Number),
            }),
        ];
    }

    private BatchAdmission Add(Batch batch, IReadOnlyList<BatchRow> rows)
    {
        var key = (batch.UserId.Value, batch.IdempotencyKey.Value);
        if (database.Requests.TryGetValue(key, out var request))
        {
            return request.IsSame(StoredRequest.Batch, batch.Fingerprint)
                ? new BatchAdmission.Existing(database.Batches[request.ResourceId].Batch)
                : new BatchAdmission.Conflict();
        }

        var wallet = database.Wallets.GetValueOrDefault(batch.WalletId.Value) is { Wallet: not null } known
            ? known
            : throw new InvalidOperationException($"There is no wallet {batch.WalletId}.");
        if (database.FindRefusal(wallet, SigningGate.Targets(batch.Caller, batch.UserId, batch.WalletId, batch.Mint)) is { } refusal)
        {
            return new BatchAdmission.Refused(refusal);
        }

        database.Requests.Add(key, new StoredRequest(StoredRequest.Batch, batch.Fingerprint, batch.Id.Value));
        database.Batches.Add(batch.Id.Value, new StoredBatch(batch, rows, database.Time.GetUtcNow()));
        database.Record(wallet, AuditDrafts.BatchReceived(batch));
        return new BatchAdmission.Added(batch);
    }

    private Batch Write(StoredBatch stored, Batch next)
    {
        var before = stored.Batch;
        stored.Batch = next;
        var wallet = database.Wallets[next.WalletId.Value];
        if (before.Status == next.Status)
        {
            database.Tell(wallet, BatchEvents.Of(before, next));
        }
        else
        {
            database.Record(wallet, AuditDrafts.BatchMoved(next), BatchEvents.Of(before, next));
        }

        return next;
    }

    /// <summary>The stored batch, when it is still what the caller has seen.</summary>
    private StoredBatch? Current(Batch seen) =>
        database.Batches.GetValueOrDefault(seen.Id.Value) is { } stored && stored.Batch.Version == seen.Version ? stored : null;
}
