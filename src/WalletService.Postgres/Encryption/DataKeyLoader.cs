using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Encryption;

/// <summary>Has the data keys in memory before the first request needs them, and takes new ones over. The service starts without waiting for it.</summary>
internal sealed class DataKeyLoader(DataKeyRing keys, IOptions<EncryptionOptions> options, TimeProvider time, ILogger<DataKeyLoader> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (keys.Encrypts)
        {
            var isLoaded = await TryAsync(stoppingToken);
            await Task.Delay(isLoaded ? options.Value.RefreshInterval : options.Value.RetryDelay, time, stoppingToken);
        }
    }

    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.LoadAsync(cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is PortUnavailableException or KeyUnusableException or OutcomeUnknownException)
        {
            Log.DataKeysAway(logger, exception.Message);
            return false;
        }
    }
}
