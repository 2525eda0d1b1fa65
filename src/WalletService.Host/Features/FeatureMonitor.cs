using System.Diagnostics.Metrics;
using WalletService.Domain.Features;
using WalletService.Host.Metrics;

namespace WalletService.Host.Features;

/// <summary>Reads the flags every second or so, tells of changes in the log, and shows them as metrics.</summary>
public sealed partial class FeatureMonitor : BackgroundService
{
    private readonly FeatureFlags flags;
    private readonly FeatureOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<FeatureMonitor> logger;
    private bool isReading = true;

    public FeatureMonitor(
        FeatureFlags flags, FeatureOptions options, IMeterFactory meters, TimeProvider time, ILogger<FeatureMonitor> logger)
    {
        this.flags = flags;
        this.options = options;
        this.time = time;
        this.logger = logger;
        meters.Create(WalletMetrics.MeterName).CreateObservableGauge(
            "wallet_feature_enabled",
            () => flags.States.Select(state => new Measurement<int>(
                state.IsOn ? 1 : 0, new KeyValuePair<string, object?>("feature", FeatureNames.Of(state.Feature)))),
            description: "1 while the part of the service is on as this instance knows it, else 0, by feature.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = flags.States;
        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync(stoppingToken);
            var now = flags.States;
            foreach (var (before, after) in told.Zip(now).Where(pair => pair.First.IsOn != pair.Second.IsOn))
            {
                LogChange(FeatureNames.Of(before.Feature), after.IsOn ? "on" : "off", after.Setting?.SetBy.Value, after.Setting?.Reason);
            }

            told = now;
            await Task.Delay(options.RefreshInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RefreshAsync(CancellationToken cancellationToken)
    {
        try
        {
            await flags.RefreshAsync(cancellationToken);
            isReading = true;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What was read last holds; the probe of the store tells that it is away.
            if (isReading)
            {
                LogNotRead(exception.Message);
            }

            isReading = false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "The feature {Feature} is {State} now, set by {SetBy}: {Reason}")]
    private partial void LogChange(string feature, string state, string? setBy, string? reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "The feature flags can't be read, and stay as they are: {Reason}")]
    private partial void LogNotRead(string reason);
}
