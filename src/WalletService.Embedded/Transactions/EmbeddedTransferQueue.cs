using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Transactions;

internal sealed class EmbeddedTransferQueue(EmbeddedDatabase database) : ITransferQueue
{
    public Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var now = database.Time.GetUtcNow();
            var free = database.Transfers.Values
                .Where(stored => !stored.Transfer.Status.IsEnd() && stored.DueAt <= now)
                .Where(stored => stored.LeaseOwner is null || stored.LeaseUntil <= now)
                .OrderBy(stored => (stored.DueAt, stored.Transfer.Times.ReceivedAt, stored.Transfer.Id.Value))
                .Take(limit)
                .ToArray();
            foreach (var stored in free)
            {
                stored.Transfer = stored.Transfer with { Version = stored.Transfer.Version + 1 };
                stored.LeaseOwner = owner;
                stored.LeaseUntil = now + lease;
            }

            return Task.FromResult<IReadOnlyList<Transfer>>([.. free.Select(stored => stored.Transfer)]);
        }
    }

    public Task<IReadOnlySet<TransactionId>> RenewAsync(
        string owner, IReadOnlyCollection<TransactionId> ids, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var until = database.Time.GetUtcNow() + lease;
            var held = new HashSet<TransactionId>();
            foreach (var id in ids)
            {
                if (database.Transfers.GetValueOrDefault(id.Value) is { } stored && stored.LeaseOwner == owner)
                {
                    stored.LeaseUntil = until;
                    held.Add(id);
                }
            }

            return Task.FromResult<IReadOnlySet<TransactionId>>(held);
        }
    }

    public Task ReleaseAsync(string owner, TransactionId id, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Transfers.GetValueOrDefault(id.Value) is { } stored && stored.LeaseOwner == owner)
            {
                stored.LeaseOwner = null;
                stored.DueAt = database.Time.GetUtcNow() + delay;
            }

            return Task.CompletedTask;
        }
    }
}
