using Dapper;
using Npgsql;

namespace WalletService.Postgres.Migrations;

/// <summary>
/// Gives the roles that use the database what they need, and no more. Done after the migrations, by the owner, so that it holds for
/// every table that there is then. The roles are made by an operator: their passwords are none of the service's business.
/// </summary>
internal static class DatabaseRights
{
    private const string UndefinedRole = "42704";

    /// <summary>Records of what happened, which nobody has a reason to delete.</summary>
    private static readonly string[] NeverDeleted =
        ["audit_service_chain", "batches", "data_keys", "deposit_books", "deposits", "given_signatures", "key_rotations", "ledger_accounts", "ledger_entries", "transfer_attempts", "transfers", "wallet_keys", "wallets"];

    public static async Task GrantAsync(NpgsqlConnection connection, PostgresOptions options, CancellationToken cancellationToken)
    {
        var grants = new List<string>();
        if (options.ServiceRole is { Length: > 0 } service)
        {
            grants.AddRange(ToService(Quote(service), await ReadAppendOnlyTablesAsync(connection, cancellationToken)));
        }

        if (options.AuditorRole is { Length: > 0 } auditor)
        {
            grants.AddRange(ToAuditor(Quote(auditor)));
        }

        if (grants.Count > 0)
        {
            await ExecuteAsync(connection, grants, cancellationToken);
        }
    }

    private static IEnumerable<string> ToService(string role, IReadOnlyCollection<string> appendOnly) =>
    [
        $"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        $"GRANT USAGE ON SCHEMA public TO {role}",
        $"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        $"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
        $"REVOKE DELETE ON {string.Join(", ", NeverDeleted)} FROM {role}",
        $"REVOKE UPDATE, DELETE ON {string.Join(", ", appendOnly.Select(Quote))} FROM {role}",
        $"REVOKE INSERT, UPDATE, DELETE ON schema_migrations, database_identity FROM {role}",
    ];

    private static IEnumerable<string> ToAuditor(string role) =>
    [
        $"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        $"GRANT USAGE ON SCHEMA public TO {role}",
        $"GRANT SELECT ON audit_log, audit_service_chain, audit_checkpoints, audit_checkpoint_heads TO {role}",
        $"GRANT SELECT (id, audit_head) ON wallets TO {role}",
    ];

    /// <summary>Those that a trigger keeps from being changed; by convention it is named after its table.</summary>
    private static async Task<IReadOnlyCollection<string>> ReadAppendOnlyTablesAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken) =>
    [
        .. await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT pg_class.relname
            FROM pg_trigger JOIN pg_class ON pg_class.oid = pg_trigger.tgrelid
            WHERE pg_trigger.tgname IN (pg_class.relname || '_append_only', pg_class.relname || '_only_added') AND pg_class.relnamespace = 'public'::regnamespace
            ORDER BY pg_class.relname
            """,
            cancellationToken: cancellationToken)),
    ];

    private static async Task ExecuteAsync(NpgsqlConnection connection, List<string> grants, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                string.Join(";\n", grants), transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
            await transaction.CommitAsync(cancellationToken);
        }
        catch (PostgresException exception) when (exception.SqlState == UndefinedRole)
        {
            throw new SchemaException(
                $"The rights could not be given: {exception.MessageText}. Make the role first, as docs/security/data.md says, and migrate again.");
        }
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
