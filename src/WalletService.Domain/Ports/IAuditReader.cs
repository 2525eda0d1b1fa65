using WalletService.Domain.Auditing;

namespace WalletService.Domain.Ports;

/// <summary>Reads the audit log, as it is, for those who check or keep it.</summary>
public interface IAuditReader
{
    /// <summary>
    /// The log as it is at one moment, without holding it in memory: chain by chain, the service's first. Heads are given only where
    /// whole chains are.
    /// </summary>
    /// <exception cref="PortUnavailableException">The database can't be reached, or was lost on the way.</exception>
    IAsyncEnumerable<AuditItem> ReadAsync(AuditSelection selection, CancellationToken cancellationToken);
}
