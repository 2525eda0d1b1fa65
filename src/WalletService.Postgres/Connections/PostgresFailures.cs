using Npgsql;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Connections;

/// <summary>What a failure of the driver means. SQLSTATE classes: PostgreSQL manual, appendix A.</summary>
internal static class PostgresFailures
{
    private const string IdleInTransactionTimeout = "25P03";

    /// <summary>The server rolled the transaction back so that another could go on; the same again may well succeed.</summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
    };

    /// <summary>The connection is gone, and with it every statement that was not committed.</summary>
    public static bool IsConnectionLoss(Exception exception) => exception switch
    {
        PostgresException postgres =>
            postgres.SqlState.StartsWith("08", StringComparison.Ordinal) || postgres.SqlState.StartsWith("57P", StringComparison.Ordinal),
        NpgsqlOperationInProgressException => false,
        NpgsqlException npgsql => npgsql.InnerException is not TimeoutException,
        _ => false,
    };

    /// <summary>The server is away, overloaded or too slow; whatever was not committed has not happened.</summary>
    public static bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException postgres => IsConnectionLoss(postgres) || IsConflict(postgres) || (postgres.SqlState[..2] is "53" or "57" or "58")
            || postgres.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.ReadOnlySqlTransaction or IdleInTransactionTimeout,
        NpgsqlOperationInProgressException => false,
        NpgsqlException or TimeoutException => true,
        _ => false,
    };

    /// <summary>
    /// The server answered with an error and goes on serving the connection: the transaction is rolled back, even if the error came
    /// of its commit (an error after the point of no return ends the server instead: <c>RecordTransactionCommit</c> in PostgreSQL's
    /// xact.c runs in a critical section). Whoever ends the connection, or does not answer, leaves the outcome open.
    /// </summary>
    public static bool IsRefusal(Exception exception) =>
        exception is PostgresException { InvariantSeverity: "ERROR" } && !IsConnectionLoss(exception);

    /// <summary>What is read from end to end, with a failure on the way as the port tells it.</summary>
    public static async IAsyncEnumerable<T> TranslateAsync<T>(IAsyncEnumerable<T> rows, string unavailable)
    {
        await using var reader = rows.GetAsyncEnumerator();
        while (await MoveNextAsync(reader, unavailable))
        {
            yield return reader.Current;
        }
    }

    /// <summary>Somebody held a row for too long.</summary>
    public static bool IsLockTimeout(Exception? exception) => exception is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    /// <summary>Such a row is there already; <paramref name="constraint"/> says which.</summary>
    public static bool IsDuplicate(Exception exception, string constraint) =>
        exception is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation && violation.ConstraintName == constraint;

    private static async Task<bool> MoveNextAsync<T>(IAsyncEnumerator<T> reader, string unavailable)
    {
        try
        {
            return await reader.MoveNextAsync();
        }
        catch (Exception exception) when (IsUnavailable(exception))
        {
            throw new PortUnavailableException("postgres", unavailable, exception);
        }
    }
}
