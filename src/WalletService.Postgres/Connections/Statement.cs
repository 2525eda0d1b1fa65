using Npgsql;

namespace WalletService.Postgres.Connections;

/// <summary>Statements with positional parameters (<c>$1</c>, <c>$2</c>, …), many of which make one round trip.</summary>
internal static class Statement
{
    public static NpgsqlBatchCommand Of(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            statement.Parameters.Add(parameter);
        }

        return statement;
    }

    public static NpgsqlParameter Parameter<TValue>(TValue value) => new NpgsqlParameter<TValue> { TypedValue = value };

    /// <summary>One value of each row as an array, to be read by <c>unnest</c>.</summary>
    public static NpgsqlParameter Column<TRow, TValue>(this IReadOnlyCollection<TRow> rows, Func<TRow, TValue> value) =>
        new NpgsqlParameter<TValue[]> { TypedValue = [.. rows.Select(value)] };
}
