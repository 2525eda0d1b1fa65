using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Auditing;

internal sealed class EmbeddedAuditTrail(EmbeddedDatabase database) : IAuditTrail
{
    public Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken)
    {
        database.RecordService(draft);
        return Task.CompletedTask;
    }

    public Task<AuditEntry?> FindNewestAsync(string action, CancellationToken cancellationToken) =>
        Task.FromResult(database.ReadServiceAudit().LastOrDefault(entry => entry.Action == action));
}
