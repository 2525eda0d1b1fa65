using System.Runtime.CompilerServices;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Auditing;

/// <summary>Reads the checkpoints and what they have seen, for whoever reads the audit log from end to end.</summary>
internal static class CheckpointRows
{
    /// <summary>Each checkpoint with the heads that it was made over.</summary>
    public static async IAsyncEnumerable<AuditItem> ReadAllAsync(
        NpgsqlConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = Command(
            connection,
            $"""
            SELECT {CheckpointRow.Columns}, seen.chain, seen.head
            FROM audit_checkpoints LEFT JOIN audit_checkpoint_heads AS seen ON seen.checkpoint = audit_checkpoints.number
            ORDER BY audit_checkpoints.number, seen.chain
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        long? current = null;
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.GetInt64(0) != current)
            {
                var checkpoint = new CheckpointRow(
                    rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3), rows.GetString(4), rows.GetString(5), rows.GetString(6), rows.GetString(7));
                current = checkpoint.Number;
                yield return new AuditItem.Checkpoint(checkpoint.ToCheckpoint());
            }

            if (rows.GetValue(8) is string chain)
            {
                yield return new AuditItem.CheckpointHead(new AuditHead(chain, rows.GetString(9)));
            }
        }
    }

    /// <summary>What checkpoints have seen of the chain of the service, the oldest first.</summary>
    public static IAsyncEnumerable<AuditItem> ReadMarksOfServiceAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        ReadMarksAsync(
            Command(connection, "SELECT chain, checkpoint, head FROM audit_checkpoint_heads WHERE chain = 'service' ORDER BY checkpoint"),
            cancellationToken);

    /// <summary>The same of the wallets from one id to another, both included.</summary>
    public static IAsyncEnumerable<AuditItem> ReadMarksAsync(
        NpgsqlConnection connection, Guid first, Guid last, CancellationToken cancellationToken) => ReadMarksAsync(
            Command(
                connection,
                """
                SELECT chain, checkpoint, head
                FROM audit_checkpoint_heads
                WHERE chain >= $1 AND chain <= $2 AND chain <> 'service'
                ORDER BY chain, checkpoint
                """,
                Statement.Parameter(first.ToString("D")),
                Statement.Parameter(last.ToString("D"))),
            cancellationToken);

    private static async IAsyncEnumerable<AuditItem> ReadMarksAsync(
        NpgsqlCommand command, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using (command)
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                yield return new AuditItem.Mark(new AuditHead(rows.GetString(0), rows.GetString(2)), rows.GetInt64(1));
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
