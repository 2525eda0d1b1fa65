using System.Diagnostics.Metrics;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Metrics;

namespace WalletService.Host.Telemetry;

/// <summary>Logs and measures the checkpoints of the audit log.</summary>
public sealed partial class AuditTelemetry : IAuditTelemetry, IDisposable
{
    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly Counter<long> made;
    private readonly Counter<long> failed;
    private readonly ILogger<AuditTelemetry> logger;
    private readonly long startedAt;
    private long newestAt;

    public AuditTelemetry(TimeProvider time, ILogger<AuditTelemetry> logger)
    {
        this.logger = logger;
        startedAt = time.GetUtcNow().ToUnixTimeMilliseconds();
        made = meter.CreateCounter<long>("wallet_audit_checkpoints", description: "Checkpoints of the audit log made by this instance.");
        failed = meter.CreateCounter<long>(
            "wallet_audit_checkpoint_failures", description: "Checkpoints of the audit log that could not be made and are tried again.");
        made.Add(0);
        failed.Add(0);
        meter.CreateObservableGauge(
            "wallet_audit_checkpoint_age_seconds",
            () => Math.Max(0, time.GetUtcNow().ToUnixTimeMilliseconds() - SeenAt()) / 1_000.0,
            description: "Time since the newest checkpoint of the audit log, by any instance; since the start while there is none.");
    }

    public void NewestIs(AuditCheckpoint? checkpoint)
    {
        if (checkpoint?.At is { } at)
        {
            Interlocked.Exchange(ref newestAt, at.ToUnixTimeMilliseconds());
        }
    }

    public void CheckpointMade(AuditCheckpoint checkpoint)
    {
        made.Add(1);
        LogCheckpoint(
            checkpoint.Number, checkpoint.Hash, checkpoint.PreviousHash, checkpoint.HeadCount, checkpoint.PublicKey, checkpoint.Signature, checkpoint.Text);
    }

    public void CheckpointFailed(Exception reason)
    {
        failed.Add(1);
        if (reason is PortUnavailableException or OutcomeUnknownException or KeyUnusableException)
        {
            LogDelayed(reason.Message);
        }
        else
        {
            LogFailed(reason);
        }
    }

    public void Dispose() => meter.Dispose();

    private long SeenAt() => Interlocked.Read(ref newestAt) is > 0 and var at ? at : startedAt;

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Checkpoint {Number} of the audit log: hash {Hash}, previous {PreviousHash}, {Chains} chains, key {PublicKey}, signature {Signature}, text {Text}")]
    private partial void LogCheckpoint(
        long number, string hash, string previousHash, long chains, string publicKey, string signature, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The checkpoint of the audit log waits: {Reason}")]
    private partial void LogDelayed(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The checkpoint of the audit log failed; it is tried again")]
    private partial void LogFailed(Exception exception);
}
