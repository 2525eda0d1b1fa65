using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What open transfers hold back of a wallet's funds.</summary>
public interface IReservations
{
    /// <summary>Sum of amounts and fees reserved by the wallet's open transfers.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken);
}
