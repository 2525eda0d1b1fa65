using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What open transfers hold back of the funds at a wallet's current address.</summary>
public interface IReservations
{
    /// <summary>Sum of amounts and fees reserved by the open transfers of the wallet's current key.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken);

    /// <summary>Base units of each mint that are reserved by them; mints of which nothing is are left out.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<IReadOnlyDictionary<SolanaAddress, ulong>> GetReservedTokensAsync(WalletId walletId, CancellationToken cancellationToken);
}
