using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Auditing;

/// <summary>Writes into the audit log that this instance has started with other settings than the latest before it. Nothing waits for it.</summary>
public sealed partial class SettingsRecorder(
    ISettingsLog log, IConfiguration configuration, ServiceOptions service, TimeProvider time, ILogger<SettingsRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var settings = SettingsSnapshot.Of(EffectiveSettings.Read(configuration));
        while (!await TryAsync(settings, stoppingToken))
        {
            await Task.Delay(RetryInterval, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(SettingsSnapshot settings, CancellationToken cancellationToken)
    {
        try
        {
            var isChanged = await log.RecordAsync(settings, service.InstanceId, cancellationToken);
            LogRecorded(settings.Hash, isChanged);
            return true;
        }
        catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
        {
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The settings have the hash {Hash}; other than at the latest start: {IsChanged}.")]
    private partial void LogRecorded(string hash, bool isChanged);
}
