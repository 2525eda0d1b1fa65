using Npgsql;
using WalletService.Domain.Addresses;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Addresses;

internal sealed class PostgresAddressBook(PostgresDatabase database, FieldCipher cipher, TimeProvider time) : IAddressBook
{
    public async Task<AddressAdmission> AddAsync(CallerId caller, UserId userId, AddressEntry entry, CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        return await database.TransactAsync(
            "address.add",
            async transaction =>
            {
                // One addition of a user at a time, so that the number of lines can be held.
                var (earlier, count) = await transaction.QueryMultipleAsync(
                    $"""
                    SELECT pg_advisory_xact_lock(@space, hashtext(@userId))::text;
                    SELECT {AddressRow.Columns} FROM addresses WHERE user_id = @userId AND name = ANY (@keys) ORDER BY added_at LIMIT 1;
                    SELECT count(*)::integer FROM addresses WHERE user_id = @userId;
                    """,
                    new { space = AdvisoryLocks.AddressesOfUser, userId = userId.Value, keys = KeysOf(userId, [entry.Name]) },
                    async results =>
                    {
                        await results.ReadAsync<string>();
                        return (await results.ReadSingleOrDefaultAsync<AddressRow>(), await results.ReadSingleAsync<int>());
                    });
                if (earlier is not null)
                {
                    return earlier.Address == entry.Address.Value
                        ? new AddressAdmission.Kept(earlier.ToEntry(cipher))
                        : new AddressAdmission.NameTaken();
                }

                if (count >= AddressBookService.MaximumEntries)
                {
                    return new AddressAdmission.Full();
                }

                await transaction.CommitWithAsync(
                [
                    Insert(userId.Value, entry),
                    .. await AuditWrites.AppendToServiceAsync(
                        transaction, [ManagementAudit.AddressAdded(caller, userId, entry)], time.GetUtcNow()),
                ]);
                return (AddressAdmission)new AddressAdmission.Kept(entry);
            },
            cancellationToken);
    }

    public async Task<AddressEntry?> RemoveAsync(CallerId caller, UserId userId, AddressName name, CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        return await database.TransactAsync(
            "address.remove",
            async transaction =>
            {
                var rows = await transaction.QueryAsync<AddressRow>(
                    $"DELETE FROM addresses WHERE user_id = @userId AND name = ANY (@keys) RETURNING {AddressRow.Columns}",
                    new { userId = userId.Value, keys = KeysOf(userId, [name]) });
                if (rows.Count == 0)
                {
                    return null;
                }

                var removed = rows[0].ToEntry(cipher);
                await transaction.CommitWithAsync(await AuditWrites.AppendToServiceAsync(
                    transaction, [ManagementAudit.AddressRemoved(caller, userId, removed)], time.GetUtcNow()));
                return removed;
            },
            cancellationToken);
    }

    /// <summary>Reads the whole book, which is small: encrypted names have no order in the database.</summary>
    public async Task<IReadOnlyList<AddressEntry>> ListAsync(
        UserId userId, int limit, AddressName? after, CancellationToken cancellationToken)
    {
        var entries = await ReadAsync("address.list", "WHERE user_id = @userId", new { userId = userId.Value }, cancellationToken);
        return
        [
            .. entries
                .Where(entry => after is null || string.CompareOrdinal(entry.Name.Value, after.Value) > 0)
                .OrderBy(entry => entry.Name.Value, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    public async Task<IReadOnlyList<AddressEntry>> FindAsync(
        UserId userId, IReadOnlyCollection<AddressName> names, CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        var found = await ReadAsync(
            "address.find",
            "WHERE user_id = @userId AND name = ANY (@keys) ORDER BY added_at",
            new { userId = userId.Value, keys = KeysOf(userId, names) },
            cancellationToken);

        // The same name twice takes an older instance beside this one, which does not see encrypted names: the first line counts.
        return [.. found.DistinctBy(entry => entry.Name)];
    }

    public async Task<IReadOnlyList<AddressEntry>> FindByAddressAsync(
        UserId userId, IReadOnlyCollection<SolanaAddress> addresses, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(
            "address.find_by_address",
            "WHERE user_id = @userId AND address = ANY (@addresses)",
            new { userId = userId.Value, addresses = addresses.Select(address => address.Value).ToArray() },
            cancellationToken);
        return [.. found.OrderBy(entry => entry.Name.Value, StringComparer.Ordinal)];
    }

    private NpgsqlBatchCommand Insert(string userId, AddressEntry entry)
    {
        var index = cipher.Encrypts ? cipher.IndexOf(userId, entry.Name.Value) : null;
        return Statement.Of(
            "INSERT INTO addresses (user_id, name, name_sealed, address, added_at) VALUES ($1, $2, $3, $4, $5)",
            Statement.Parameter(userId),
            Statement.Parameter(index ?? entry.Name.Value),
            Statement.Parameter(
                index is null ? null : cipher.Seal(entry.Name.Value, AddressRow.PlaceOf(userId, index, entry.Address.Value))),
            Statement.Parameter(entry.Address.Value),
            Statement.Parameter(entry.AddedAt));
    }

    /// <summary>What the names are found by: as they were stored before there was encryption, and as they are now.</summary>
    private string[] KeysOf(UserId userId, IReadOnlyCollection<AddressName> names) =>
    [
        .. names.Select(name => name.Value),
        .. cipher.Encrypts ? names.Select(name => cipher.IndexOf(userId.Value, name.Value)) : [],
    ];

    private async Task<IReadOnlyList<AddressEntry>> ReadAsync(
        string operation, string condition, object parameters, CancellationToken cancellationToken)
    {
        var rows = await database.RepeatableAsync(
            operation,
            statements => statements.QueryAsync<AddressRow>($"SELECT {AddressRow.Columns} FROM addresses {condition}", parameters),
            cancellationToken);
        await cipher.TryPrepareAsync(rows.Select(row => row.NameSealed), cancellationToken);
        return [.. rows.Select(row => row.ToEntry(cipher))];
    }
}
