using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>
/// Refuses every new connection to a database that a backup has brought back, until an operator has compared it with the chain
/// (<c>walletctl restore reconcile</c>): transfers that were signed after the backup are missing there, and would be signed again.
/// </summary>
internal static class RestoreGuard
{
    /// <summary>SQLSTATE of the refusal; class 57, an operator has to intervene.</summary>
    public const string RefusalState = "57WR1";

    public static void Watch(NpgsqlDataSourceBuilder builder, PostgresOptions options)
    {
        if (!options.RestoreGuard)
        {
            return;
        }

        // Before the migration that brings it there is nothing to ask.
        var check =
            $"""
            DO $$
            BEGIN
                IF to_regprocedure('is_restored_database(boolean)') IS NOT NULL THEN
                    IF is_restored_database({(options.TrustsPromotedStandby ? "true" : "false")}) THEN
                        RAISE EXCEPTION USING ERRCODE = '{RefusalState}', MESSAGE =
                            'The database was restored from a backup, or a standby was promoted. What was signed since is missing in it. '
                            'Run `walletctl restore reconcile` first: docs/operations/backup.md.';
                    END IF;
                END IF;
            END $$
            """;
        builder.UsePhysicalConnectionInitializer(
            connection =>
            {
                using var command = new NpgsqlCommand(check, connection);
                command.ExecuteNonQuery();
            },
            async connection =>
            {
                await using var command = new NpgsqlCommand(check, connection);
                await command.ExecuteNonQueryAsync();
            });
    }
}
