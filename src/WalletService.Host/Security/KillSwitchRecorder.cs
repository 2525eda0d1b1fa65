using System.Globalization;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Security;

/// <summary>
/// Writes into the audit log when this instance's own kill switch was thrown, and when it was taken back. The switch works without: what
/// can't be written, because the database is away, is written when it is back.
/// </summary>
public sealed partial class KillSwitchRecorder(
    KillSwitch killSwitch, IAuditTrail audit, ServiceOptions options, TimeProvider time, ILogger<KillSwitchRecorder> logger) : BackgroundService
{
    private readonly Queue<AuditDraft> unwritten = new();
    private bool wasThrown;

    /// <summary>Looks at the switch once, and writes what has not been written. A switch that was never thrown since the start tells nothing.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var isThrown = killSwitch.IsThrown;
        if (isThrown != wasThrown)
        {
            wasThrown = isThrown;
            unwritten.Enqueue(Describe(isThrown));
        }

        try
        {
            while (unwritten.TryPeek(out var entry))
            {
                await audit.RecordAsync(entry, cancellationToken);
                unwritten.Dequeue();
            }
        }
        catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
        {
            LogNotWritten(exception.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogNotWritten(exception.Message);
            }

            await Task.Delay(options.ProbeInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private AuditDraft Describe(bool isThrown) => new(
        isThrown ? AuditActions.KillSwitchThrown : AuditActions.KillSwitchTakenBack,
        TransactionId: null,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["instance"] = options.InstanceId,
            ["by"] = options.KillSwitch ? "setting" : "file",
            ["seenAt"] = time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        });

    [LoggerMessage(Level = LogLevel.Warning, Message = "What became of the kill switch is not in the audit log yet: {Reason}")]
    private partial void LogNotWritten(string reason);
}
