using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Freezes;

internal sealed class EmbeddedFreezeStore(EmbeddedDatabase database) : IFreezeStore
{
    public Task<Freeze> FreezeAsync(Freeze freeze, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Freezes.TryAdd(freeze.Target, freeze))
            {
                database.Record(FreezeEvents.Frozen(freeze));
                database.RecordService(ManagementAudit.Frozen(freeze));
            }

            return Task.FromResult(database.Freezes[freeze.Target]);
        }
    }

    public Task<Freeze?> UnfreezeAsync(FreezeTarget target, string liftedBy, string reason, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Freezes.Remove(target, out var lifted))
            {
                database.Record(FreezeEvents.Unfrozen(lifted, liftedBy, reason));
                database.RecordService(ManagementAudit.Unfrozen(lifted, liftedBy, reason));
            }

            return Task.FromResult(lifted);
        }
    }

    public Task<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<Freeze>>(
            [
                .. database.Freezes.Values
                    .OrderBy(freeze => freeze.Target.Scope)
                    .ThenBy(freeze => freeze.Target.Subject, StringComparer.Ordinal),
            ]);
        }
    }
}
