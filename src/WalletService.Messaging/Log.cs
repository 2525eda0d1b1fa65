using Microsoft.Extensions.Logging;

namespace WalletService.Messaging;

/// <summary>What this project logs. Bodies of messages never appear.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "{Route} for user {UserId} (request {RequestId}): {Outcome} in {ElapsedMs:0.0} ms")]
    public static partial void RequestAnswered(
        this ILogger logger, string route, string? userId, string? requestId, string outcome, double elapsedMs);

    [LoggerMessage(2, LogLevel.Warning, "{Route}: {Dependency} is unavailable; nothing was done")]
    public static partial void DependencyUnavailable(this ILogger logger, Exception exception, string route, string dependency);

    [LoggerMessage(3, LogLevel.Warning, "{Route}: the outcome of a call to {Dependency} is unknown; it is looked up")]
    public static partial void OutcomeUnknown(this ILogger logger, Exception exception, string route, string dependency);

    [LoggerMessage(4, LogLevel.Error, "{Route}: the wallet's key cannot be used: {Reason}")]
    public static partial void KeyUnusable(this ILogger logger, Exception exception, string route, string reason);

    [LoggerMessage(5, LogLevel.Error, "{Route}: failed unexpectedly")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string route);

    [LoggerMessage(6, LogLevel.Warning, "A reply could not be sent; the same request again is answered the same")]
    public static partial void ReplyLost(this ILogger logger, Exception exception);

    [LoggerMessage(7, LogLevel.Warning, "Events could not be published; they stay in the outbox and are tried again")]
    public static partial void RelayFailed(this ILogger logger, Exception exception);

    [LoggerMessage(9, LogLevel.Warning, "Refused a request of {Caller} for {Route}: {Reason}; more of the kind are only counted for a minute")]
    public static partial void CallerRefused(this ILogger logger, string caller, string route, string reason);

    [LoggerMessage(10, LogLevel.Error, "That a request of {Caller} was refused could not be written into the audit log")]
    public static partial void RefusalNotAudited(this ILogger logger, Exception exception, string caller);

    [LoggerMessage(8, LogLevel.Error, "Nothing was heard of the consumer of {Queue} for {Seconds:0} s ({State}); another one takes its place")]
    public static partial void QueueStuck(this ILogger logger, string queue, double seconds, string state);

    [LoggerMessage(20, LogLevel.Information, "The issuer's keys were read: {Count}")]
    public static partial void TokenKeysRead(this ILogger logger, int count);

    [LoggerMessage(21, LogLevel.Error, "The issuer's keys can't be read; those that were read before go on being used")]
    public static partial void TokenKeysNotRead(this ILogger logger, Exception exception);

    [LoggerMessage(22, LogLevel.Debug, "A token is not believed: {Cause}")]
    public static partial void TokenRefused(this ILogger logger, string cause);

    [LoggerMessage(23, LogLevel.Warning, "A request is not answered: its response address asks for more than an exchange, or is another caller's")]
    public static partial void ReplyRefused(this ILogger logger);
}
