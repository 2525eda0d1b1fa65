using WalletService.Domain.Operations;

namespace WalletService.Domain.Ports;

/// <summary>Reads what is open, as cheaply as the store can. Every instance asks a few times a minute.</summary>
public interface IBacklogReader
{
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<Backlog> ReadAsync(CancellationToken cancellationToken);
}
