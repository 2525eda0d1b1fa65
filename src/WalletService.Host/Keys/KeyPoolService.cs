using System.Diagnostics.Metrics;
using WalletService.Domain.Features;
using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Host.Metrics;

namespace WalletService.Host.Keys;

/// <summary>Keeps the pool of prepared keys filled for as long as the process lives, if one is wanted.</summary>
public sealed partial class KeyPoolService : BackgroundService
{
    private readonly KeyPoolFiller filler;
    private readonly KeyPoolOptions options;
    private readonly IFeatureFlags features;
    private readonly TimeProvider time;
    private readonly ILogger<KeyPoolService> logger;

    public KeyPoolService(
        KeyPoolFiller filler,
        KeyPoolOptions options,
        IFeatureFlags features,
        IMeterFactory meters,
        TimeProvider time,
        ILogger<KeyPoolService> logger)
    {
        this.filler = filler;
        this.options = options;
        this.features = features;
        this.time = time;
        this.logger = logger;
        if (options.Size > 0)
        {
            var meter = meters.Create(WalletMetrics.MeterName);
            meter.CreateObservableGauge(
                "wallet_key_pool_size", () => filler.Ready, description: "Keys that are ready for wallets still to be made.");
            meter.CreateObservableGauge(
                "wallet_key_pool_target", () => options.Size, description: "Keys that are to be ready for wallets still to be made.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (options.Size > 0)
        {
            if (features.IsOn(Feature.KeyPool))
            {
                await StepAsync(stoppingToken);
            }

            await Task.Delay(options.RefillInterval, time, stoppingToken);
        }
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            await filler.StepAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException or KeyUnusableException)
        {
            // Wallets are made without the pool meanwhile, or of what is left in it.
            LogDelay(exception.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "No key was made ahead: {Reason}")]
    private partial void LogDelay(string reason);
}
