using WalletService.Domain.Balances;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>
/// Balances and tokens read a moment ago. Only saves work: an entry may vanish at any time, a broken or foreign entry is a miss, and while
/// the cache is away every read is a miss and every write does nothing. Never throws for an outage.
/// </summary>
public interface IBalanceCache
{
    Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken);

    Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken);

    Task<WalletTokens?> GetTokensAsync(WalletId walletId, CancellationToken cancellationToken);

    Task SetTokensAsync(WalletTokens tokens, TimeSpan timeToLive, CancellationToken cancellationToken);

    /// <summary>Forgets the wallet's balance and its tokens.</summary>
    Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken);
}
