using WalletService.Domain.Auditing;

namespace WalletService.Embedded.Storage;

/// <summary>A checkpoint of the audit log with the heads that it was made over.</summary>
internal sealed record StoredCheckpoint(AuditCheckpoint Checkpoint, IReadOnlyList<AuditHead> Heads);
