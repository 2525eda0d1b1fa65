using Microsoft.Extensions.Logging;

namespace WalletService.Kms.Aws;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "A call of AWS KMS failed ({Failure}) and is tried again after attempt {Attempt}.")]
    public static partial void Retry(ILogger logger, int attempt, string failure);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Most calls of AWS KMS fail; none is made for {Duration}.")]
    public static partial void BreakerOpened(ILogger logger, TimeSpan duration);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "AWS KMS answers again.")]
    public static partial void BreakerClosed(ILogger logger);

    [LoggerMessage(EventId = 4, Level = LogLevel.Information, Message = "Made key {Key} for wallet {WalletId}.")]
    public static partial void KeyMade(ILogger logger, string key, string walletId);

    [LoggerMessage(EventId = 5, Level = LogLevel.Warning, Message = "Wallet {WalletId} has its key already; {Key}, made beside it, is left over and is scheduled for deletion.")]
    public static partial void KeyLeftOver(ILogger logger, string key, string walletId);
}
