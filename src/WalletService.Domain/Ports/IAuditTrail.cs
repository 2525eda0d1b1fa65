using WalletService.Domain.Auditing;

namespace WalletService.Domain.Ports;

/// <summary>
/// The audit log's chain of what concerns no single wallet: refused callers, changed settings, policies, freezes of more than one wallet.
/// An entry that belongs to a change in the database is written by the store beside the change, in its transaction, and not by this port.
/// </summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer, and the
/// entry may be in the log; writing it again may write it twice, which is better than never.
/// </remarks>
public interface IAuditTrail
{
    /// <summary>Appends an entry to the chain of the service.</summary>
    Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken);

    /// <summary>The newest entry of the service's chain with this action, or null.</summary>
    Task<AuditEntry?> FindNewestAsync(string action, CancellationToken cancellationToken);
}
