using System.Diagnostics.Metrics;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Host.Metrics;

namespace WalletService.Host.Security;

/// <summary>Counts what is frozen, for the metrics. No signature depends on it.</summary>
public sealed partial class FreezeMonitor : BackgroundService
{
    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly IFreezeStore freezes;
    private readonly ServiceOptions options;
    private readonly TimeProvider time;
    private readonly ILogger<FreezeMonitor> logger;
    private volatile IReadOnlyList<Freeze> last = [];

    public FreezeMonitor(
        IFreezeStore freezes, KillSwitch killSwitch, ServiceOptions options, TimeProvider time, ILogger<FreezeMonitor> logger)
    {
        this.freezes = freezes;
        this.options = options;
        this.time = time;
        this.logger = logger;
        meter.CreateObservableGauge(
            "wallet_freezes",
            () => Enum.GetValues<FreezeScope>().Select(scope => new Measurement<int>(
                last.Count(freeze => freeze.Target.Scope == scope),
                new KeyValuePair<string, object?>("scope", FreezeTarget.NameOf(scope)))),
            description: "What administrators have frozen, by scope.");
        meter.CreateObservableGauge(
            "wallet_kill_switch", () => killSwitch.IsThrown ? 1 : 0, description: "1 while this instance's own kill switch is thrown, else 0.");
    }

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                last = await freezes.ListAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // The last count stays; the store's own alarm tells that it is away.
                NotRead(logger, exception.Message);
            }

            await Task.Delay(options.ProbeInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Debug, Message = "What is frozen could not be read for the metrics: {Reason}")]
    private static partial void NotRead(ILogger logger, string reason);
}
