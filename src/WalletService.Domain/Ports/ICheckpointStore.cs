using WalletService.Domain.Auditing;
using WalletService.Domain.Events;

namespace WalletService.Domain.Ports;

/// <summary>The checkpoints of the audit log, and what the next one is made over.</summary>
/// <remarks>All methods throw <see cref="PortUnavailableException"/> when the database can't be reached.</remarks>
public interface ICheckpointStore
{
    /// <summary>The newest checkpoint, or null before the first.</summary>
    Task<AuditCheckpoint?> FindNewestAsync(CancellationToken cancellationToken);

    /// <summary>The newest checkpoint, and the heads of all chains that have grown since, as they are at one moment.</summary>
    Task<CheckpointView> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Writes a checkpoint with its heads and its event; false when another instance has written this number before.</summary>
    /// <exception cref="OutcomeUnknownException">The commit got no answer; the next look tells.</exception>
    Task<bool> AddAsync(AuditCheckpoint checkpoint, IReadOnlyCollection<AuditHead> heads, EventDraft told, CancellationToken cancellationToken);
}

public sealed record CheckpointView(AuditCheckpoint? Newest, IReadOnlyList<AuditHead> Grown);
