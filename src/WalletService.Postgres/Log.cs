using Microsoft.Extensions.Logging;

namespace WalletService.Postgres;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "PostgreSQL: {Operation} could not be done; nothing was written.")]
    public static partial void Unavailable(ILogger logger, string operation, Exception exception);

    [LoggerMessage(2, LogLevel.Error, "PostgreSQL: the commit of {Operation} got no answer; it may have been done.")]
    public static partial void OutcomeUnknown(ILogger logger, string operation, Exception exception);

    [LoggerMessage(3, LogLevel.Information, "PostgreSQL: {Operation} is tried again (try {Attempt}).")]
    public static partial void Retry(ILogger logger, string operation, int attempt, Exception? exception);

    [LoggerMessage(4, LogLevel.Warning, "PostgreSQL does not answer; calls are refused at once for {Duration}.")]
    public static partial void BreakerOpened(ILogger logger, TimeSpan duration);

    [LoggerMessage(5, LogLevel.Information, "PostgreSQL answers again.")]
    public static partial void BreakerClosed(ILogger logger);

    [LoggerMessage(6, LogLevel.Information, "Applied migration {Name}.")]
    public static partial void MigrationApplied(ILogger logger, string name);

    [LoggerMessage(7, LogLevel.Information, "The database is current; its last migration is {Name}.")]
    public static partial void SchemaIsCurrent(ILogger logger, string name);

    [LoggerMessage(8, LogLevel.Information, "Deleted the idempotency keys of {Count} requests that ended long ago.")]
    public static partial void RequestsTrimmed(ILogger logger, int count);

    [LoggerMessage(9, LogLevel.Warning, "Names can't be decrypted at the moment, or new ones encrypted: {Reason}")]
    public static partial void DataKeysAway(ILogger logger, string reason);

    [LoggerMessage(10, LogLevel.Error, "Data key {Id} can't be opened; what is under it can't be read.")]
    public static partial void DataKeyUnusable(ILogger logger, int id, Exception exception);

    [LoggerMessage(11, LogLevel.Error, "The encrypted text of {Place} was changed, or belongs elsewhere.")]
    public static partial void FieldChanged(ILogger logger, string place, Exception exception);
}
