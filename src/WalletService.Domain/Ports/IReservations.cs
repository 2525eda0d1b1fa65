using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>What open transfers hold back of a wallet's funds.</summary>
public interface IReservations
{
    /// <summary>Sum of amounts and fees reserved by the wallet's open transfers.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken);

    /// <summary>Base units of each mint that are reserved by the wallet's open transfers; mints of which nothing is are left out.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<IReadOnlyDictionary<SolanaAddress, ulong>> GetReservedTokensAsync(WalletId walletId, CancellationToken cancellationToken);
}
