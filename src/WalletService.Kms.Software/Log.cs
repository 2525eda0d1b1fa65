using Microsoft.Extensions.Logging;

namespace WalletService.Kms.Software;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "Software keys are in use, for development only; they live in {Place}")]
    public static partial void SoftwareKeysInUse(ILogger logger, string place);

    [LoggerMessage(EventId = 2, Level = LogLevel.Debug, Message = "Signed {DataLength} bytes with {KeyVersionName}")]
    public static partial void Signed(ILogger logger, string keyVersionName, int dataLength);
}
