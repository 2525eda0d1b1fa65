using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Batches;

internal sealed class EmbeddedBatchQueue(EmbeddedDatabase database) : IBatchQueue
{
    public Task<IReadOnlyList<Batch>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var now = database.Time.GetUtcNow();
            var free = database.Batches.Values
                .Where(stored => stored.Batch.Status != BatchStatus.Ended && stored.DueAt <= now)
                .Where(stored => stored.LeaseOwner is null || stored.LeaseUntil <= now)
                .OrderBy(stored => (stored.DueAt, stored.Batch.Id.Value))
                .Take(limit)
                .ToArray();
            foreach (var stored in free)
            {
                stored.LeaseOwner = owner;
                stored.LeaseUntil = now + lease;
            }

            return Task.FromResult<IReadOnlyList<Batch>>([.. free.Select(stored => stored.Batch)]);
        }
    }

    public Task ReleaseAsync(string owner, BatchId id, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Batches.GetValueOrDefault(id.Value) is { } stored && stored.LeaseOwner == owner)
            {
                stored.LeaseOwner = null;
                stored.DueAt = database.Time.GetUtcNow() + delay;
            }

            return Task.CompletedTask;
        }
    }
}
