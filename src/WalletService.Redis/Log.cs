using Microsoft.Extensions.Logging;

namespace WalletService.Redis;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Redis can't be used ({Operation}); the service goes on without it.")]
    public static partial void Lost(ILogger logger, string operation, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Redis can be used again.")]
    public static partial void Found(ILogger logger);

    [LoggerMessage(3, LogLevel.Warning, "The cached balance or tokens of wallet {WalletId} were unreadable or of another wallet, and was deleted.")]
    public static partial void EntryRefused(ILogger logger, string walletId);
}
