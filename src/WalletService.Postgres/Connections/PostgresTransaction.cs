using Dapper;
using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>Statements on one connection, inside its transaction when there is one. Several statements in one text are one round trip.</summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
{
    public Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object parameters) =>
        (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object parameters) =>
        connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>Runs several queries in one round trip; <paramref name="read"/> takes their results in order.</summary>
    public async Task<T> QueryMultipleAsync<T>(string sql, object parameters, Func<SqlMapper.GridReader, Task<T>> read)
    {
        await using var results = await connection.QueryMultipleAsync(Command(sql, parameters));
        return await read(results);
    }

    private CommandDefinition Command(string sql, object parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
