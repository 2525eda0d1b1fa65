using WalletService.Domain.Auditing;

namespace WalletService.Domain.Ports;

/// <summary>Hears what becomes of the checkpoints of the audit log. Never fails.</summary>
public interface IAuditTelemetry
{
    /// <summary>The newest checkpoint, whichever instance has made it; null while there is none.</summary>
    void NewestIs(AuditCheckpoint? checkpoint);

    /// <summary>This instance has made a checkpoint. What is told here leaves the database, and can be compared with it later.</summary>
    void CheckpointMade(AuditCheckpoint checkpoint);

    /// <summary>No checkpoint could be made; it is tried again.</summary>
    void CheckpointFailed(Exception reason);
}
