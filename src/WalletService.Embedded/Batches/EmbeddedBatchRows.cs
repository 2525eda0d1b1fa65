using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Batches;

internal sealed class EmbeddedBatchRows(EmbeddedDatabase database) : IBatchRows
{
    public Task<IReadOnlyList<BatchRow>> GetRowsAsync(BatchId id, int after, int limit, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<BatchRow>>(
                [.. (database.Batches.GetValueOrDefault(id.Value)?.Rows ?? []).Where(row => row.Number > after).Take(limit)]);
        }
    }

    public Task<IReadOnlyList<BatchPart>> GetPartsAsync(BatchId id, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(database.Batches.GetValueOrDefault(id.Value)?.Parts ?? []);
        }
    }
}
