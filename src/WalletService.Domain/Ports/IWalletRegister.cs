using WalletService.Domain.Management;

namespace WalletService.Domain.Ports;

/// <summary>All wallets of all users, for what an operator keeps outside of the database.</summary>
public interface IWalletRegister
{
    /// <summary>In the order of their ids.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    IAsyncEnumerable<Wallet> ReadAsync(CancellationToken cancellationToken);
}
