using System.Security.Cryptography;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Encryption;

/// <summary>The wrapped data keys in the database.</summary>
internal sealed class DataKeyStore(PostgresDatabase database, TimeProvider time)
{
    public Task<IReadOnlyList<DataKeyRow>> ReadAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "datakeys.read", statements => statements.QueryAsync<DataKeyRow>(DataKeyRow.Select, new { }), cancellationToken);

    /// <summary>Makes a key, unless another instance has made the one of this id first.</summary>
    public async Task AddAsync(int id, string purpose, IKeyWrapper wrapper, CancellationToken cancellationToken)
    {
        var wrapped = await wrapper.WrapAsync(RandomNumberGenerator.GetBytes(DataKey.Length), DataKey.Context(id, purpose), cancellationToken);
        await database.TransactAsync(
            "datakeys.add",
            async transaction =>
            {
                var added = await transaction.ExecuteAsync(
                    """
                    INSERT INTO data_keys (id, purpose, provider, wrapped_by, wrapped, created_at)
                    VALUES (@id, @purpose, @provider, @wrappedBy, @wrapped, @now)
                    ON CONFLICT DO NOTHING
                    """,
                    new { id, purpose, provider = wrapper.Provider, wrappedBy = wrapped.WrappedBy, wrapped = wrapped.Bytes, now = time.GetUtcNow() });
                if (added > 0)
                {
                    await transaction.CommitWithAsync(await AuditWrites.AppendToServiceAsync(
                        transaction, [ManagementAudit.DataKeyAdded(id, purpose, wrapped.WrappedBy)], time.GetUtcNow()));
                }

                return added;
            },
            cancellationToken);
    }

    /// <summary>Replaces the wrapping of a key, unless it was replaced meanwhile.</summary>
    public Task ReplaceAsync(DataKeyRow row, string provider, WrappedKey wrapped, CancellationToken cancellationToken) => database.RepeatableAsync(
        "datakeys.replace",
        statements => statements.ExecuteAsync(
            "UPDATE data_keys SET provider = @provider, wrapped_by = @wrappedBy, wrapped = @bytes WHERE id = @id AND wrapped = @before",
            new { id = row.Id, provider, wrappedBy = wrapped.WrappedBy, bytes = wrapped.Bytes, before = row.Wrapped }),
        cancellationToken);

    /// <summary>Retires the keys for fields before this one.</summary>
    public Task RetireBeforeAsync(int id, CancellationToken cancellationToken) => database.RepeatableAsync(
        "datakeys.retire",
        statements => statements.ExecuteAsync(
            "UPDATE data_keys SET retired_at = @now WHERE purpose = 'fields' AND id < @id AND retired_at IS NULL",
            new { id, now = time.GetUtcNow() }),
        cancellationToken);

    public Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken) => database.TransactAsync(
        "datakeys.record",
        async transaction =>
        {
            await transaction.CommitWithAsync(await AuditWrites.AppendToServiceAsync(transaction, [draft], time.GetUtcNow()));
            return true;
        },
        cancellationToken);
}
