using Microsoft.Extensions.Logging;

namespace WalletService.Kms.Google.Telemetry;

/// <summary>What is logged of calls: names, sizes, checksums and outcomes; never tokens, and never the bytes that are signed.</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "KMS {Operation} of {Resource}: attempt {Attempt} {Outcome} in {DurationMs:0.0} ms, {DataLength} bytes with CRC-32C {DataCrc32C}")]
    public static partial void CallSucceeded(
        ILogger logger, string operation, string resource, int attempt, string outcome, double durationMs, int? dataLength, uint? dataCrc32C);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "KMS {Operation} of {Resource}: attempt {Attempt} {Outcome} (HTTP {HttpStatus}, {Reason}) in {DurationMs:0.0} ms, {DataLength} bytes with CRC-32C {DataCrc32C}: {Detail}")]
    public static partial void CallFailed(
        ILogger logger,
        string operation,
        string resource,
        int attempt,
        string outcome,
        int? httpStatus,
        string? reason,
        double durationMs,
        int? dataLength,
        uint? dataCrc32C,
        string detail);

    [LoggerMessage(EventId = 3, Level = LogLevel.Information, Message = "KMS {Operation} of {Resource}: next attempt after {DelayMs:0} ms")]
    public static partial void Retrying(ILogger logger, string operation, string resource, double delayMs);

    [LoggerMessage(EventId = 4, Level = LogLevel.Error, Message = "KMS circuit breaker opened before {Location} for {BreakSeconds:0.0} s")]
    public static partial void BreakerOpened(ILogger logger, string location, double breakSeconds);

    [LoggerMessage(EventId = 5, Level = LogLevel.Information, Message = "KMS circuit breaker closed before {Location}")]
    public static partial void BreakerClosed(ILogger logger, string location);

    [LoggerMessage(EventId = 6, Level = LogLevel.Information, Message = "KMS key {KeyVersionName} is ready: address {Address}, protection level {ProtectionLevel}")]
    public static partial void KeyReady(ILogger logger, string keyVersionName, string address, string protectionLevel);

    [LoggerMessage(EventId = 7, Level = LogLevel.Warning, Message = "KMS makes no key in {Location}, so it is made in {Next}: {Reason}")]
    public static partial void LocationAway(ILogger logger, string location, string next, string reason);

    [LoggerMessage(EventId = 8, Level = LogLevel.Information, Message = "The KMS key ring {KeyRing} is there")]
    public static partial void KeyRingReady(ILogger logger, string keyRing);

    [LoggerMessage(EventId = 9, Level = LogLevel.Error, Message = "The KMS key ring {KeyRing} could not be made: {Reason}")]
    public static partial void KeyRingMissing(ILogger logger, string keyRing, string reason);
}
