using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Auditing;

/// <summary>Reads the audit log in one snapshot of the database. Rows are taken as they are, since somebody may have changed them.</summary>
internal sealed class PostgresAuditReader(PostgresConnections connections) : IAuditReader
{
    private const int WalletsAtOnce = 500;

    private const string EntryColumns =
        """
        trim_scale(extract(epoch FROM at) * 1000000)::text, action, wallet_id::text, user_id, transaction_id::text, details::text,
        previous_hash, hash
        """;

    private static readonly Guid FirstId = Guid.Empty;
    private static readonly Guid LastId = Guid.AllBitsSet;

    public IAsyncEnumerable<AuditItem> ReadAsync(AuditSelection selection, CancellationToken cancellationToken) =>
        PostgresFailures.TranslateAsync(ReadRowsAsync(selection, cancellationToken), "The audit log can't be read.");

    private async IAsyncEnumerable<AuditItem> ReadRowsAsync(
        AuditSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await connections.Dedicated.OpenConnectionAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

        // A long log takes as long as it takes.
        await using (var settings = new NpgsqlCommand(
            "SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0", connection))
        {
            await settings.ExecuteNonQueryAsync(cancellationToken);
        }

        var items = selection.WalletId is { } wallet
            ? ReadWalletsAsync(connection, selection, before: null, wallet, cancellationToken)
            : ReadAllAsync(connection, selection, cancellationToken);
        await foreach (var item in items)
        {
            yield return item;
        }
    }

    private static async IAsyncEnumerable<AuditItem> ReadAllAsync(
        NpgsqlConnection connection, AuditSelection selection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (selection.HasWholeChains)
        {
            await foreach (var item in CheckpointRows.ReadAllAsync(connection, cancellationToken))
            {
                yield return item;
            }

            await foreach (var mark in CheckpointRows.ReadMarksOfServiceAsync(connection, cancellationToken))
            {
                yield return mark;
            }
        }

        await foreach (var entry in ReadEntriesAsync(connection, "wallet_id IS NULL", selection, FirstId, LastId, cancellationToken))
        {
            yield return entry;
        }

        if (selection.HasWholeChains)
        {
            await using var command = new NpgsqlCommand("SELECT head FROM audit_service_chain", connection);
            yield return new AuditItem.Head(AuditChains.Service, await command.ExecuteScalarAsync(cancellationToken) as string ?? string.Empty);
        }

        await foreach (var item in ReadWalletsAsync(connection, selection, FirstId, null, cancellationToken))
        {
            yield return item;
        }
    }

    /// <summary>All wallets after one, or a single one.</summary>
    private static async IAsyncEnumerable<AuditItem> ReadWalletsAsync(
        NpgsqlConnection connection,
        AuditSelection selection,
        Guid? before,
        WalletId? single,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = before ?? FirstId;
        var isMore = true;
        while (isMore)
        {
            var heads = await ReadHeadsAsync(connection, after, single, cancellationToken);
            isMore = heads.Count == WalletsAtOnce;

            // Up to the next page's first wallet, so that entries whose wallet is gone are read too.
            var through = isMore ? heads[^1].Id : LastId;
            if (selection.HasWholeChains)
            {
                var marks = CheckpointRows.ReadMarksAsync(connection, single?.Value ?? after, single?.Value ?? through, cancellationToken);
                await foreach (var mark in marks)
                {
                    yield return mark;
                }
            }

            var condition = single is null ? "wallet_id > $1 AND wallet_id <= $2" : "wallet_id = $1";
            await foreach (var entry in ReadEntriesAsync(connection, condition, selection, single?.Value ?? after, through, cancellationToken))
            {
                yield return entry;
            }

            foreach (var (id, head) in selection.HasWholeChains ? heads : [])
            {
                yield return new AuditItem.Head(id.ToString("D"), head);
            }

            after = through;
        }
    }

    private static async Task<List<(Guid Id, string Head)>> ReadHeadsAsync(
        NpgsqlConnection connection, Guid after, WalletId? single, CancellationToken cancellationToken)
    {
        var heads = new List<(Guid Id, string Head)>();
        await using var command = new NpgsqlCommand(
            single is null
                ? $"SELECT id, audit_head FROM wallets WHERE id > $1 ORDER BY id LIMIT {WalletsAtOnce}"
                : "SELECT id, audit_head FROM wallets WHERE id = $1",
            connection);
        command.Parameters.Add(Statement.Parameter(single?.Value ?? after));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            heads.Add((rows.GetGuid(0), rows.GetString(1)));
        }

        return heads;
    }

    private static async IAsyncEnumerable<AuditItem> ReadEntriesAsync(
        NpgsqlConnection connection,
        string condition,
        AuditSelection selection,
        Guid first,
        Guid last,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"""
            SELECT {EntryColumns}
            FROM audit_log
            WHERE {condition} AND ($3::timestamptz IS NULL OR at >= $3) AND ($4::timestamptz IS NULL OR at < $4)
            ORDER BY wallet_id, id
            """,
            connection)
        {
            CommandTimeout = 0,
        };
        command.Parameters.Add(Statement.Parameter(first));
        command.Parameters.Add(Statement.Parameter(last));
        command.Parameters.Add(Statement.Parameter(selection.From));
        command.Parameters.Add(Statement.Parameter(selection.To));
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            yield return new AuditItem.Entry(new StoredAuditEntry
            {
                Time = rows.GetString(0),
                Action = rows.GetString(1),
                WalletId = Text(rows, 2),
                UserId = Text(rows, 3),
                TransactionId = Text(rows, 4),
                Details = StoredJson.ReadDetails(rows.GetString(5)),
                PreviousHash = rows.GetString(6),
                Hash = rows.GetString(7),
            });
        }
    }

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
