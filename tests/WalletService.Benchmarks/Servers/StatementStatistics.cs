using Npgsql;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>Counts the SQL statements of a database by PostgreSQL's extension pg_stat_statements, which its Debian package brings.</summary>
internal sealed class StatementStatistics
{
    private readonly string connectionString;

    private StatementStatistics(string connectionString) => this.connectionString = connectionString;

    /// <summary>Switches the extension on, for which the server is started again. Nobody else may be connected yet.</summary>
    public static async Task<StatementStatistics> EnableAsync(PostgresServer server)
    {
        var unpooled = new NpgsqlConnectionStringBuilder(server.ConnectionStringTo("postgres")) { Pooling = false };
        var statistics = new StatementStatistics(unpooled.ConnectionString);
        await statistics.ExecuteAsync("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        await server.StopAsync();
        await server.StartAgainAsync();

        // BEGIN and COMMIT are no statements that anybody would want to save.
        await statistics.ExecuteAsync("ALTER SYSTEM SET pg_stat_statements.track_utility = off");
        await statistics.ExecuteAsync("SELECT pg_reload_conf()");
        await statistics.ExecuteAsync("CREATE EXTENSION pg_stat_statements");
        return statistics;
    }

    /// <summary>Statements executed in a database since the server started.</summary>
    public Task<long> CountAsync(string database) => ReadAsync<long>(
        $"""
        SELECT coalesce(sum(calls), 0)::bigint
        FROM pg_stat_statements
        WHERE dbid = (SELECT oid FROM pg_database WHERE datname = '{database}')
        """);

    public Task<string> ServerVersionAsync() => ReadAsync<string>("SELECT split_part(current_setting('server_version'), ' ', 1)");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<T> ReadAsync<T>(string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }
}
