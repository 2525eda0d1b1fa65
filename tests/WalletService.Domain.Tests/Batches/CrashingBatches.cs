using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Batches;

public sealed class CrashingBatchStore(IBatchStore inner, CrashPoint crash) : IBatchStore
{
    public Task<BatchAdmission> AddAsync(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken) =>
        inner.AddAsync(batch, rows, cancellationToken);

    public Task<Batch?> FindAsync(UserId userId, BatchId id, CancellationToken cancellationToken) =>
        inner.FindAsync(userId, id, cancellationToken);

    public Task<Batch?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        inner.FindByKeyAsync(userId, key, cancellationToken);

    public Task<Batch?> PlanAsync(Batch seen, BatchPlan plan, CancellationToken cancellationToken) =>
        crash.AroundAsync("commit of the plan", () => inner.PlanAsync(seen, plan, cancellationToken));

    public Task<Batch?> MoveAsync(Batch seen, Batch next, CancellationToken cancellationToken) =>
        crash.AroundAsync($"commit of batch {next.Status}", () => inner.MoveAsync(seen, next, cancellationToken));
}

public sealed class CrashingBatchQueue(IBatchQueue inner, CrashPoint crash) : IBatchQueue
{
    public Task<IReadOnlyList<Batch>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        crash.AroundAsync("claim of batches", () => inner.ClaimAsync(owner, limit, lease, cancellationToken));

    public Task ReleaseAsync(string owner, BatchId id, TimeSpan delay, CancellationToken cancellationToken) =>
        crash.AroundAsync(
            "release of a batch",
            async () =>
            {
                await inner.ReleaseAsync(owner, id, delay, cancellationToken);
                return true;
            });
}
