using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Instances;

/// <summary>The queue of open transfers as one process reaches it.</summary>
internal sealed class SimulatedTransferQueue(OutsideCalls outside, ITransferQueue inner, Story story, Coverage coverage) : ITransferQueue
{
    public Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken) =>
        outside.WriteAsync(async () =>
        {
            var claimed = await inner.ClaimAsync(owner, limit, lease, CancellationToken.None);
            foreach (var transfer in claimed)
            {
                coverage.Count("taken over");
                story.Tell(transfer.Id, $"{outside.Realm.Name} claims it in {transfer.Status}, version {transfer.Version}");
            }

            return claimed;
        });

    public Task<IReadOnlySet<TransactionId>> RenewAsync(
        string owner, IReadOnlyCollection<TransactionId> ids, TimeSpan lease, CancellationToken cancellationToken) =>
        outside.WriteAsync(() => inner.RenewAsync(owner, ids, lease, CancellationToken.None));

    public async Task ReleaseAsync(string owner, TransactionId id, TimeSpan delay, CancellationToken cancellationToken) =>
        await outside.WriteAsync(async () =>
        {
            await inner.ReleaseAsync(owner, id, delay, CancellationToken.None);
            return true;
        });
}
