using WalletService.Domain.Addresses;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Addresses;

internal sealed class PostgresAddressBook(PostgresDatabase database, TimeProvider time) : IAddressBook
{
    public Task<AddressAdmission> AddAsync(CallerId caller, UserId userId, AddressEntry entry, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "address.add",
            async transaction =>
            {
                // One addition of a user at a time, so that the number of lines can be held.
                var (earlier, count) = await transaction.QueryMultipleAsync(
                    $"""
                    SELECT pg_advisory_xact_lock(@space, hashtext(@userId))::text;
                    SELECT {AddressRow.Columns} FROM addresses WHERE user_id = @userId AND name = @name;
                    SELECT count(*)::integer FROM addresses WHERE user_id = @userId;
                    """,
                    new { space = AdvisoryLocks.AddressesOfUser, userId = userId.Value, name = entry.Name.Value },
                    async results =>
                    {
                        await results.ReadAsync<string>();
                        return (await results.ReadSingleOrDefaultAsync<AddressRow>(), await results.ReadSingleAsync<int>());
                    });
                if (earlier is not null)
                {
                    return earlier.Address == entry.Address.Value
                        ? new AddressAdmission.Kept(earlier.ToEntry())
                        : new AddressAdmission.NameTaken();
                }

                if (count >= AddressBookService.MaximumEntries)
                {
                    return new AddressAdmission.Full();
                }

                await transaction.CommitWithAsync(
                [
                    Statement.Of(
                        "INSERT INTO addresses (user_id, name, address, added_at) VALUES ($1, $2, $3, $4)",
                        Statement.Parameter(userId.Value),
                        Statement.Parameter(entry.Name.Value),
                        Statement.Parameter(entry.Address.Value),
                        Statement.Parameter(entry.AddedAt)),
                    .. await AuditWrites.AppendToServiceAsync(
                        transaction, [ManagementAudit.AddressAdded(caller, userId, entry)], time.GetUtcNow()),
                ]);
                return (AddressAdmission)new AddressAdmission.Kept(entry);
            },
            cancellationToken);

    public Task<AddressEntry?> RemoveAsync(CallerId caller, UserId userId, AddressName name, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "address.remove",
            async transaction =>
            {
                var row = await transaction.QuerySingleOrDefaultAsync<AddressRow>(
                    $"DELETE FROM addresses WHERE user_id = @userId AND name = @name RETURNING {AddressRow.Columns}",
                    new { userId = userId.Value, name = name.Value });
                if (row?.ToEntry() is not { } removed)
                {
                    return null;
                }

                await transaction.CommitWithAsync(await AuditWrites.AppendToServiceAsync(
                    transaction, [ManagementAudit.AddressRemoved(caller, userId, removed)], time.GetUtcNow()));
                return removed;
            },
            cancellationToken);

    public Task<IReadOnlyList<AddressEntry>> ListAsync(
        UserId userId, int limit, AddressName? after, CancellationToken cancellationToken) => ReadAsync(
        "address.list",
        "WHERE user_id = @userId AND (@after::text IS NULL OR name > @after) ORDER BY name LIMIT @limit",
        new { userId = userId.Value, after = after?.Value, limit },
        cancellationToken);

    public Task<IReadOnlyList<AddressEntry>> FindAsync(
        UserId userId, IReadOnlyCollection<AddressName> names, CancellationToken cancellationToken) => ReadAsync(
        "address.find",
        "WHERE user_id = @userId AND name = ANY (@names)",
        new { userId = userId.Value, names = names.Select(name => name.Value).ToArray() },
        cancellationToken);

    public Task<IReadOnlyList<AddressEntry>> FindByAddressAsync(
        UserId userId, IReadOnlyCollection<SolanaAddress> addresses, CancellationToken cancellationToken) => ReadAsync(
        "address.find_by_address",
        "WHERE user_id = @userId AND address = ANY (@addresses) ORDER BY name",
        new { userId = userId.Value, addresses = addresses.Select(address => address.Value).ToArray() },
        cancellationToken);

    private Task<IReadOnlyList<AddressEntry>> ReadAsync(
        string operation, string condition, object parameters, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<AddressEntry>>(
            operation,
            async statements =>
            {
                var rows = await statements.QueryAsync<AddressRow>($"SELECT {AddressRow.Columns} FROM addresses {condition}", parameters);
                return [.. rows.Select(row => row.ToEntry())];
            },
            cancellationToken);
}
