using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Management;

internal sealed class EmbeddedRetiredAddresses(EmbeddedDatabase database) : IRetiredAddresses
{
    public Task<IReadOnlyList<RetiredAddress>> ClaimAsync(int limit, TimeSpan pause, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var now = database.Time.GetUtcNow();
            var due = database.Wallets.Values
                .SelectMany(stored => stored.Addresses, (stored, address) => (Stored: stored, Address: address))
                .Where(item => item.Address.State == WalletAddressState.Retired && item.Stored.Sweeps[item.Address.KeyNumber].DueAt <= now)
                .Where(item => !HasOpenTransfers(item.Stored, item.Address))
                .OrderBy(item => item.Stored.Sweeps[item.Address.KeyNumber].DueAt)
                .Take(limit)
                .ToArray();
            foreach (var (stored, address) in due)
            {
                stored.Sweeps[address.KeyNumber] = (now + pause, stored.Sweeps[address.KeyNumber].Rounds + 1);
            }

            return Task.FromResult<IReadOnlyList<RetiredAddress>>(
                [.. due.Select(item => new RetiredAddress(item.Stored.Wallet!, item.Address, item.Stored.Sweeps[item.Address.KeyNumber].Rounds))]);
        }
    }

    public Task ScheduleAsync(RetiredAddress address, TimeSpan delay, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var stored = database.Wallets[address.Wallet.Id.Value];
            var number = address.Address.KeyNumber;
            stored.Sweeps[number] = (database.Time.GetUtcNow() + delay, stored.Sweeps[number].Rounds);
            return Task.CompletedTask;
        }
    }

    private bool HasOpenTransfers(StoredWallet stored, WalletAddress address) => database.Transfers.Values
        .Select(item => item.Transfer)
        .Where(transfer => transfer.WalletId == stored.Request.Id && !transfer.Status.IsEnd())
        .Any(transfer => transfer.KeyNumber == address.KeyNumber || (transfer.IsSweep && transfer.Content.Recipient == address.Address));
}
