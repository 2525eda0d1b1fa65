using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;

namespace WalletService.TestKit.Fakes;

/// <summary>Keeps what is told of checkpoints.</summary>
public sealed class RecordedAuditTelemetry : IAuditTelemetry
{
    private readonly List<AuditCheckpoint> made = [];
    private readonly List<Exception> failures = [];

    public IReadOnlyList<AuditCheckpoint> Made => made;

    public IReadOnlyList<Exception> Failures => failures;

    public AuditCheckpoint? Newest { get; private set; }

    public void NewestIs(AuditCheckpoint? checkpoint) => Newest = checkpoint;

    public void CheckpointMade(AuditCheckpoint checkpoint) => made.Add(checkpoint);

    public void CheckpointFailed(Exception reason)
    {
        lock (failures)
        {
            failures.Add(reason);
        }
    }
}
