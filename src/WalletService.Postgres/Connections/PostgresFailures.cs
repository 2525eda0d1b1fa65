using Npgsql;

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

    /// <summary>The server answered the commit with a refusal: it is rolled back, not unknown.</summary>
    public static bool IsRefusedCommit(Exception exception) =>
        exception is PostgresException postgres && (postgres.SqlState[..2] is "23" or "40");
}
