using WalletService.Domain.Deposits;

namespace WalletService.Domain.Ports;

/// <summary>Reads what wallets hold by the finalized chain.</summary>
public interface IHoldingsReader
{
    /// <exception cref="PortUnavailableException">No node answers.</exception>
    Task<IReadOnlyList<WalletHoldings>> ReadAsync(IReadOnlyList<WatchedWallet> wallets, CancellationToken cancellationToken);
}
