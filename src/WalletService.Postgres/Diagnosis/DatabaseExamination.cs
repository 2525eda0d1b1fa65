using System.Globalization;
using Dapper;
using Npgsql;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Migrations;

namespace WalletService.Postgres.Diagnosis;

/// <summary>Looks at the server, the schema and its clock.</summary>
internal sealed class DatabaseExamination(PostgresConnections connections, PostgresMigrator migrator, TimeProvider time) : IExamination
{
    /// <summary>Leases and deadlines are judged by the instances' own clocks.</summary>
    private static readonly TimeSpan MostClockDifference = TimeSpan.FromSeconds(2);

    private const double MostUsedConnections = 0.9;

    private const string ServerSql =
        """
        SELECT current_setting('server_version') AS version, pg_is_in_recovery() AS IsReplica, clock_timestamp() AS now,
               (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend')::int AS connections,
               current_setting('max_connections')::int AS MostConnections
        """;

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.Source.OpenConnectionAsync(cancellationToken);
            var before = time.GetUtcNow();
            var server = await connection.QuerySingleAsync<Server>(new CommandDefinition(ServerSql, cancellationToken: cancellationToken));
            var middle = before + ((time.GetUtcNow() - before) / 2);
            return [Of(server), ConnectionsOf(server), ClockOf(server, middle), await SchemaAsync(cancellationToken)];
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            var reason = exception is PostgresException refusal ? refusal.MessageText : "The server can't be reached.";
            return [Observation.Trouble("postgres", reason, "Is the server up, its disk full, the connection string right? Runbook: WalletPostgresDown.")];
        }
    }

    private static Observation Of(Server server) => server.IsReplica
        ? Observation.Trouble("postgres", $"PostgreSQL {server.Version} is a read-only replica.", "Point Postgres:ConnectionString at the primary.")
        : Observation.Well("postgres", $"PostgreSQL {server.Version} answers.");

    private static Observation ConnectionsOf(Server server)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{server.Connections} of {server.MostConnections} connections are used.");
        return server.Connections < MostUsedConnections * server.MostConnections
            ? Observation.Well("postgres.connections", detail)
            : Observation.Trouble("postgres.connections", detail, "Find who holds them. Runbook: The database pool is exhausted.");
    }

    private static Observation ClockOf(Server server, DateTimeOffset here)
    {
        var difference = (new DateTimeOffset(DateTime.SpecifyKind(server.Now, DateTimeKind.Utc)) - here).Duration();
        var detail = string.Create(CultureInfo.InvariantCulture, $"The database's clock and this one are {difference.TotalSeconds:0.000} s apart.");
        return difference <= MostClockDifference
            ? Observation.Well("clock.postgres", detail)
            : Observation.Trouble("clock.postgres", detail, "Set the clock of this machine or of the database by NTP. Runbook: The clock is wrong.");
    }

    private async Task<Observation> SchemaAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.EnsureCurrentAsync(cancellationToken);
            return Observation.Well("schema", "The schema is that of this release.");
        }
        catch (SchemaException exception)
        {
            return Observation.Trouble("schema", exception.Message, "Run WalletService.Host migrate. Runbook: A migration failed.");
        }
        catch (PortUnavailableException exception)
        {
            return Observation.Trouble("schema", exception.Message, "Look again when the database answers.");
        }
    }

    internal sealed record Server(string Version, bool IsReplica, DateTime Now, int Connections, int MostConnections);
}
