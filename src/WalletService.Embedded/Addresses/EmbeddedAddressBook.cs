using WalletService.Domain.Addresses;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Addresses;

internal sealed class EmbeddedAddressBook(EmbeddedDatabase database) : IAddressBook
{
    public Task<AddressAdmission> AddAsync(CallerId caller, UserId userId, AddressEntry entry, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Add(caller, userId, entry));
        }
    }

    public Task<AddressEntry?> RemoveAsync(CallerId caller, UserId userId, AddressName name, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            if (database.Addresses.Remove((userId, name), out var removed))
            {
                database.RecordService(ManagementAudit.AddressRemoved(caller, userId, removed));
            }

            return Task.FromResult(removed);
        }
    }

    public Task<IReadOnlyList<AddressEntry>> ListAsync(
        UserId userId, int limit, AddressName? after, CancellationToken cancellationToken) =>
        Find(userId, entry => after is null || string.CompareOrdinal(entry.Name.Value, after.Value) > 0, limit);

    public Task<IReadOnlyList<AddressEntry>> FindAsync(
        UserId userId, IReadOnlyCollection<AddressName> names, CancellationToken cancellationToken) =>
        Find(userId, entry => names.Contains(entry.Name), int.MaxValue);

    public Task<IReadOnlyList<AddressEntry>> FindByAddressAsync(
        UserId userId, IReadOnlyCollection<SolanaAddress> addresses, CancellationToken cancellationToken) =>
        Find(userId, entry => addresses.Contains(entry.Address), int.MaxValue);

    private AddressAdmission Add(CallerId caller, UserId userId, AddressEntry entry)
    {
        if (database.Addresses.TryGetValue((userId, entry.Name), out var earlier))
        {
            return earlier.Address == entry.Address ? new AddressAdmission.Kept(earlier) : new AddressAdmission.NameTaken();
        }

        if (database.Addresses.Keys.Count(key => key.User == userId) >= AddressBookService.MaximumEntries)
        {
            return new AddressAdmission.Full();
        }

        database.Addresses.Add((userId, entry.Name), entry);
        database.RecordService(ManagementAudit.AddressAdded(caller, userId, entry));
        return new AddressAdmission.Kept(entry);
    }

    private Task<IReadOnlyList<AddressEntry>> Find(UserId userId, Func<AddressEntry, bool> passes, int limit)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<AddressEntry>>(
            [
                .. database.Addresses
                    .Where(line => line.Key.User == userId && passes(line.Value))
                    .Select(line => line.Value)
                    .OrderBy(entry => entry.Name.Value, StringComparer.Ordinal)
                    .Take(limit),
            ]);
        }
    }
}
