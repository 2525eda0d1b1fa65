using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Auditing;

internal sealed class EmbeddedCheckpointStore(EmbeddedDatabase database) : ICheckpointStore
{
    public Task<AuditCheckpoint?> FindNewestAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(database.Checkpoints.Count > 0 ? database.Checkpoints[^1].Checkpoint : null);
        }
    }

    public Task<CheckpointView> ReadAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var seen = database.Checkpoints
                .SelectMany(stored => stored.Heads)
                .GroupBy(head => head.Chain, StringComparer.Ordinal)
                .ToDictionary(heads => heads.Key, heads => heads.Last().Hash, StringComparer.Ordinal);
            return Task.FromResult(new CheckpointView(
                database.Checkpoints.Count > 0 ? database.Checkpoints[^1].Checkpoint : null,
                [.. database.AuditHeads().Where(head => head.Hash != AuditEntry.Origin && seen.GetValueOrDefault(head.Chain) != head.Hash)]));
        }
    }

    public Task<bool> AddAsync(
        AuditCheckpoint checkpoint, IReadOnlyCollection<AuditHead> heads, EventDraft told, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (checkpoint.Number != database.Checkpoints.Count + 1)
            {
                return Task.FromResult(false);
            }

            database.Checkpoints.Add(new StoredCheckpoint(checkpoint, [.. heads.OrderBy(head => head.Chain, StringComparer.Ordinal)]));
            database.Record(told);
            return Task.FromResult(true);
        }
    }
}
