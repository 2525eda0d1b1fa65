using Dapper;
using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>Statements on one connection, inside its transaction when there is one. Several statements in one text are one round trip.</summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
{
    /// <summary>How often the server was asked, and its answer awaited.</summary>
    public int RoundTrips { get; private set; }

    /// <summary>Whether the commit was sent: from then on only the server's answer tells what happened.</summary>
    public bool IsCommitSent { get; private set; }

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

    /// <summary>Runs the transaction's last statements and commits, all in one round trip.</summary>
    public async Task CommitWithAsync(IEnumerable<NpgsqlBatchCommand> statements)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(statement);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        RoundTrips++;
        IsCommitSent = true;

        // Not cancellable: half way through, nobody could say what became of it.
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Commits, unless <see cref="CommitWithAsync"/> has.</summary>
    public Task CommitAsync()
    {
        if (IsCommitSent || transaction is null)
        {
            return Task.CompletedTask;
        }

        RoundTrips++;
        IsCommitSent = true;
        return transaction.CommitAsync(CancellationToken.None);
    }

    private CommandDefinition Command(string sql, object parameters)
    {
        RoundTrips++;
        return new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }
}
