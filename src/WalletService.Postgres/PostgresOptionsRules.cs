using Microsoft.Extensions.Options;
using Npgsql;

namespace WalletService.Postgres;

/// <summary>Rules between settings.</summary>
internal sealed class PostgresOptionsRules : IValidateOptions<PostgresOptions>
{
    public ValidateOptionsResult Validate(string? name, PostgresOptions options)
    {
        var failures = new List<string>();
        if (options.LockTimeout >= options.CommandTimeout)
        {
            failures.Add("LockTimeout must be shorter than CommandTimeout.");
        }

        // The text of the parser's error could repeat a password.
        if (!TryParse(options.ConnectionString, out var connection))
        {
            failures.Add("ConnectionString is not a connection string as Npgsql reads it.");
        }
        else if (options.ConnectionString.Length > 0 && string.IsNullOrEmpty(connection.Host))
        {
            failures.Add("ConnectionString names no Host.");
        }
        else if (connection.Multiplexing)
        {
            failures.Add("ConnectionString must not turn Multiplexing on: transactions and locks need connections of their own.");
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool TryParse(string text, out NpgsqlConnectionStringBuilder connection)
    {
        try
        {
            connection = new NpgsqlConnectionStringBuilder(text);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or NotSupportedException)
        {
            connection = new NpgsqlConnectionStringBuilder();
            return false;
        }
    }
}
