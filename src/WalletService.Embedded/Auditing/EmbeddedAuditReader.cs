using System.Runtime.CompilerServices;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Auditing;

internal sealed class EmbeddedAuditReader(EmbeddedDatabase database) : IAuditReader
{
    public async IAsyncEnumerable<AuditItem> ReadAsync(
        AuditSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await Task.FromResult(Read(selection)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private List<AuditItem> Read(AuditSelection selection)
    {
        lock (database.Gate)
        {
            var items = new List<AuditItem>();
            if (selection == AuditSelection.All)
            {
                items.AddRange(database.Checkpoints.SelectMany(stored => stored.Heads
                    .Select(head => (AuditItem)new AuditItem.CheckpointHead(head))
                    .Prepend(new AuditItem.Checkpoint(stored.Checkpoint))));
            }

            foreach (var head in database.AuditHeads().Where(head => selection.WalletId is null || selection.WalletId.ToString() == head.Chain))
            {
                AddChain(items, head, selection);
            }

            return items;
        }
    }

    private void AddChain(List<AuditItem> items, AuditHead head, AuditSelection selection)
    {
        if (selection.HasWholeChains)
        {
            items.AddRange(database.Checkpoints.SelectMany(stored => stored.Heads
                .Where(seen => seen.Chain == head.Chain)
                .Select(seen => new AuditItem.Mark(seen, stored.Checkpoint.Number))));
        }

        items.AddRange(database.AuditEntries(head.Chain)
            .Where(entry => (selection.From is null || entry.At >= selection.From) && (selection.To is null || entry.At < selection.To))
            .Select(entry => new AuditItem.Entry(StoredAuditEntry.Of(entry))));
        if (selection.HasWholeChains)
        {
            items.Add(new AuditItem.Head(head.Chain, head.Hash));
        }
    }
}
