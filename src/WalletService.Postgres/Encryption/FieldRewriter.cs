using System.Text.Json.Nodes;
using WalletService.Postgres.Addresses;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Events;
using WalletService.Postgres.Management;

namespace WalletService.Postgres.Encryption;

/// <summary>
/// Encrypts what is stored in the clear or under a retired key, row by row: a row counts only while it is still what was read, so it
/// may run beside the service, be broken off, and run again. What can't be read is left as it is.
/// </summary>
internal sealed class FieldRewriter(PostgresDatabase database, FieldCipher cipher, DataKeyRing keys)
{
    private const int PageSize = 500;

    private const string OutdatedWallets =
        "label <> '(encrypted)' OR label_sealed IS NULL OR substring(label_sealed FROM 1 FOR 5) <> @header";

    private const string OutdatedAddresses = "name_sealed IS NULL OR substring(name_sealed FROM 1 FOR 5) <> @header";

    private const string OutdatedEvents = "topic = 'wallet-events' AND label_sealed IS NULL AND data ->> 'label' IS NOT NULL";

    private byte[] Header => DataKey.HeaderOf(keys.Current!.Id);

    /// <summary>Returns how many were encrypted.</summary>
    public async Task<long> RewriteAsync(CancellationToken cancellationToken) =>
        await RewriteWalletsAsync(cancellationToken)
        + await RewriteAddressesAsync(cancellationToken)
        + await RewriteEventsAsync(cancellationToken);

    /// <summary>How many are left. Events under retired keys are not counted: they are deleted after their retention.</summary>
    public Task<long> CountAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "fields.count",
        statements => statements.QuerySingleOrDefaultAsync<long>(
            $"""
            SELECT (SELECT count(*) FROM wallets WHERE {OutdatedWallets})
                + (SELECT count(*) FROM addresses WHERE {OutdatedAddresses})
                + (SELECT count(*) FROM outbox WHERE {OutdatedEvents})
            """,
            new { header = Header }),
        cancellationToken);

    private async Task<long> RewriteWalletsAsync(CancellationToken cancellationToken)
    {
        var written = 0L;
        Guid? after = null;
        IReadOnlyList<WalletRow> page;
        do
        {
            page = await database.RepeatableAsync(
                "fields.wallets",
                statements => statements.QueryAsync<WalletRow>(
                    $"""
                    SELECT {WalletRow.Columns} FROM wallets
                    WHERE (@after::uuid IS NULL OR id > @after::uuid) AND ({OutdatedWallets})
                    ORDER BY id LIMIT @size
                    """,
                    new { after, header = Header, size = PageSize }),
                cancellationToken);
            foreach (var row in page)
            {
                after = row.Id;
                if (row.ToWalletLabel(cipher) is not { IsReadable: true } readable)
                {
                    continue;
                }

                var label = StoredLabel.Seal(
                    cipher, readable, row.IsReserved ? StoredLabel.PlaceOfReserved(row.UserId) : StoredLabel.PlaceOf(row.Id));
                written += await ExecuteAsync(
                    """
                    UPDATE wallets SET label = @text, label_sealed = @bytes
                    WHERE id = @id AND label = @before AND label_sealed IS NOT DISTINCT FROM @sealedBefore::bytea AND status = @status
                    """,
                    new
                    {
                        id = row.Id,
                        text = label.Text,
                        bytes = label.Sealed,
                        before = row.Label,
                        sealedBefore = row.LabelSealed,
                        status = row.Status,
                    },
                    cancellationToken);
            }
        }
        while (page.Count == PageSize);
        return written;
    }

    /// <summary>A name that is there encrypted as well, with another address, stays as it is and is counted as left.</summary>
    private async Task<long> RewriteAddressesAsync(CancellationToken cancellationToken)
    {
        var written = 0L;
        IReadOnlyList<AddressRow> page;
        (string User, string Name) after = (string.Empty, string.Empty);
        do
        {
            page = await database.RepeatableAsync(
                "fields.addresses",
                statements => statements.QueryAsync<AddressRow>(
                    $"""
                    SELECT {AddressRow.Columns} FROM addresses
                    WHERE (user_id, name) > (@user, @name) AND ({OutdatedAddresses})
                    ORDER BY user_id, name LIMIT @size
                    """,
                    new { user = after.User, name = after.Name, header = Header, size = PageSize }),
                cancellationToken);
            foreach (var row in page)
            {
                after = (row.UserId, row.Name);
                if (row.OpenName(cipher).Text is not { } name)
                {
                    continue;
                }

                var index = cipher.IndexOf(row.UserId, name);
                written += await ExecuteAsync(
                    """
                    UPDATE addresses SET name = @index, name_sealed = @bytes
                    WHERE user_id = @user AND name = @name AND name_sealed IS NOT DISTINCT FROM @sealedBefore::bytea
                      AND (name = @index OR NOT EXISTS (SELECT FROM addresses AS other WHERE other.user_id = @user AND other.name = @index))
                    """,
                    new
                    {
                        user = row.UserId,
                        name = row.Name,
                        index,
                        bytes = cipher.Seal(name, AddressRow.PlaceOf(row.UserId, index, row.Address)),
                        sealedBefore = row.NameSealed,
                    },
                    cancellationToken);
            }
        }
        while (page.Count == PageSize);
        return written;
    }

    private async Task<long> RewriteEventsAsync(CancellationToken cancellationToken)
    {
        var written = 0L;
        var after = 0L;
        IReadOnlyList<OutboxRow> page;
        do
        {
            page = await database.RepeatableAsync(
                "fields.events",
                statements => statements.QueryAsync<OutboxRow>(
                    $"SELECT {OutboxRow.Columns} FROM outbox WHERE id > @after AND {OutdatedEvents} ORDER BY id LIMIT @size",
                    new { after, size = PageSize }),
                cancellationToken);
            foreach (var row in page)
            {
                after = row.Id;
                var label = JsonNode.Parse(row.Data)!["label"]!.GetValue<string>();
                written += await ExecuteAsync(
                    "UPDATE outbox SET data = data - 'label', label_sealed = @bytes WHERE id = @id AND label_sealed IS NULL",
                    new { id = row.Id, bytes = cipher.Seal(label, EventLabels.PlaceOf(row.EventId)) },
                    cancellationToken);
            }
        }
        while (page.Count == PageSize);
        return written;
    }

    private Task<int> ExecuteAsync(string sql, object parameters, CancellationToken cancellationToken) => database.RepeatableAsync(
        "fields.rewrite", statements => statements.ExecuteAsync(sql, parameters), cancellationToken);
}
