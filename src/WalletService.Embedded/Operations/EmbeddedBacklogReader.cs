using WalletService.Domain.Batches;
using WalletService.Domain.Operations;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Operations;

internal sealed class EmbeddedBacklogReader(EmbeddedDatabase database) : IBacklogReader
{
    public Task<Backlog> ReadAsync(CancellationToken cancellationToken)
    {
        var waiting = database.ReadUnpublished(int.MaxValue);
        lock (database.Gate)
        {
            var open = database.Transfers.Values.Select(stored => stored.Transfer).Where(transfer => !transfer.Status.IsEnd()).ToArray();
            return Task.FromResult(new Backlog
            {
                Transfers =
                [
                    .. open.GroupBy(transfer => transfer.Status)
                        .Select(group => new OpenTransfers(
                            group.Key, group.Count(), group.Min(transfer => transfer.Times.ReadyAt ?? transfer.Times.ReceivedAt))),
                ],
                ReservedLamports = open.Sum(transfer => (decimal)transfer.HeldFunds().Value),
                OpenBatches = database.Batches.Values.Count(stored => stored.Batch.Status != BatchStatus.Ended),
                UnpublishedEvents = waiting.Count,
                OldestUnpublishedAt = waiting.Count > 0 ? waiting.Min(item => item.OccurredAt) : null,
                BookedSlot = database.Books.Position?.Slot,
                DifferingAccounts = database.Books.Differences.Count,
            });
        }
    }
}
