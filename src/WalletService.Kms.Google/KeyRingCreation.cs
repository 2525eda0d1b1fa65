using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Google.Telemetry;

namespace WalletService.Kms.Google;

/// <summary>Makes the key ring when the service starts, if it is told to; tries again while Cloud KMS is away.</summary>
internal sealed class KeyRingCreation(
    GoogleKmsWalletKeys keys, IOptions<GoogleKmsOptions> options, TimeProvider timeProvider, ILogger<KeyRingCreation> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Value.CreateKeyRing && !await TryAsync(stoppingToken))
        {
            await Task.Delay(options.Value.ProbeInterval, timeProvider, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.EnsureKeyRingAsync(cancellationToken);
            Log.KeyRingReady(logger, options.Value.KeyRingId);
            return true;
        }
        catch (Exception exception) when (exception is PortUnavailableException or KeyUnusableException)
        {
            Log.KeyRingMissing(logger, options.Value.KeyRingId, exception.Message);
            return false;
        }
    }
}
