using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Migrations;

/// <summary>Brings the database's schema to what this version needs, by the numbered SQL files in this folder.</summary>
public sealed class PostgresMigrator
{
    private readonly PostgresConnections connections;
    private readonly TimeProvider time;
    private readonly ILogger<PostgresMigrator> logger;
    private readonly IReadOnlyList<Migration> migrations;
    private readonly PostgresOptions options;

    internal PostgresMigrator(
        PostgresConnections connections, TimeProvider time, ILogger<PostgresMigrator> logger, IReadOnlyList<Migration> migrations, PostgresOptions options)
    {
        this.connections = connections;
        this.time = time;
        this.logger = logger;
        this.migrations = migrations;
        this.options = options;
    }

    /// <summary>
    /// Applies what is missing, each file in a transaction of its own, under a lock: of two migrators at once the second waits and
    /// then finds nothing to do. Then gives the roles of the options their rights.
    /// </summary>
    /// <returns>How many files were applied.</returns>
    /// <exception cref="SchemaException">A file that was applied before has changed since, or a role is missing.</exception>
    /// <exception cref="PortUnavailableException">The database can't be reached; what was applied is recorded, call again.</exception>
    public Task<int> MigrateAsync(CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        await using var connection = await connections.Dedicated.OpenConnectionAsync(cancellationToken);

        // A migration takes as long as it takes.
        await connection.ExecuteAsync(new CommandDefinition(
            "SET statement_timeout = 0; SET lock_timeout = 0", commandTimeout: 0, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_advisory_lock(@space, 0)",
            new { space = AdvisoryLocks.Migrations },
            commandTimeout: 0,
            cancellationToken: cancellationToken));
        try
        {
            var applied = await ApplyMissingAsync(connection, cancellationToken);
            await DatabaseRights.GrantAsync(connection, options, cancellationToken);
            return applied;
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@space, 0)", new { space = AdvisoryLocks.Migrations });
        }
    });

    /// <summary>Checks that every file of this version is applied and unchanged. Later files, of a newer version, are no error.</summary>
    /// <exception cref="SchemaException">The schema is too old or differs; the message says what to do.</exception>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    public Task EnsureCurrentAsync(CancellationToken cancellationToken) => TranslateAsync(async () =>
    {
        await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        if (migrations.FirstOrDefault(migration => !applied.ContainsKey(migration.Number)) is { } missing)
        {
            throw new SchemaException(
                $"The database lacks migration {missing.Name}. Run `WalletService.Host migrate` against it, then start again.");
        }

        CheckUnchanged(applied);
        Log.SchemaIsCurrent(logger, migrations[^1].Name);
        return 0;
    });

    private static async Task<T> TranslateAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (PostgresException exception) when (exception.SqlState == RestoreGuard.RefusalState)
        {
            throw new SchemaException(exception.MessageText);
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw new PortUnavailableException("postgres", "The database can't be reached for its schema.", exception);
        }
    }

    private static async Task<Dictionary<int, AppliedMigration>> ReadAppliedAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var exists = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "SELECT to_regclass('schema_migrations') IS NOT NULL", cancellationToken: cancellationToken));
        if (!exists)
        {
            return [];
        }

        var rows = await connection.QueryAsync<AppliedMigration>(new CommandDefinition(
            "SELECT number, name, checksum FROM schema_migrations ORDER BY number", cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.Number);
    }

    private async Task<int> ApplyMissingAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var applied = await ReadAppliedAsync(connection, cancellationToken);
        CheckUnchanged(applied);
        if (applied.Count == 0)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                """
                CREATE TABLE IF NOT EXISTS schema_migrations (
                    number     integer PRIMARY KEY,
                    name       text NOT NULL,
                    checksum   text NOT NULL,
                    applied_at timestamptz NOT NULL
                )
                """,
                cancellationToken: cancellationToken));
        }

        var missing = migrations.Where(migration => !applied.ContainsKey(migration.Number)).ToArray();
        foreach (var migration in missing)
        {
            await ApplyAsync(connection, migration, cancellationToken);
            Log.MigrationApplied(logger, migration.Name);
        }

        return missing.Length;
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO schema_migrations (number, name, checksum, applied_at) VALUES (@number, @name, @checksum, @now)",
            new { number = migration.Number, name = migration.Name, checksum = migration.Checksum, now = time.GetUtcNow() },
            transaction,
            cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    private void CheckUnchanged(Dictionary<int, AppliedMigration> applied)
    {
        foreach (var migration in migrations)
        {
            if (applied.TryGetValue(migration.Number, out var row)
                && (row.Name != migration.Name || row.Checksum != migration.Checksum))
            {
                throw new SchemaException(
                    $"Migration {migration.Name} was applied to the database with other content. "
                    + "Released migrations never change: restore the file, and add a new one for what is to be different.");
            }
        }
    }

    private sealed record AppliedMigration(int Number, string Name, string Checksum);
}
