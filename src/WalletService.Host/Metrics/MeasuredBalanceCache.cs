using System.Diagnostics.Metrics;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Host.Metrics;

/// <summary>Counts how often the cache has what is asked of it, whichever cache it is.</summary>
public sealed class MeasuredBalanceCache : IBalanceCache
{
    private readonly IBalanceCache inner;
    private readonly Counter<long> reads;

    public MeasuredBalanceCache(IBalanceCache inner, IMeterFactory meters)
    {
        this.inner = inner;
        reads = meters.Create(WalletMetrics.MeterName).CreateCounter<long>(
            "wallet_cache_reads", description: "Reads of the cache of balances and tokens, by kind and outcome.");
    }

    public async Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken) =>
        Count("balance", await inner.GetAsync(walletId, cancellationToken));

    public Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        inner.SetAsync(balance, timeToLive, cancellationToken);

    public async Task<WalletTokens?> GetTokensAsync(WalletId walletId, CancellationToken cancellationToken) =>
        Count("tokens", await inner.GetTokensAsync(walletId, cancellationToken));

    public Task SetTokensAsync(WalletTokens tokens, TimeSpan timeToLive, CancellationToken cancellationToken) =>
        inner.SetTokensAsync(tokens, timeToLive, cancellationToken);

    public Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken) => inner.RemoveAsync(walletId, cancellationToken);

    private T? Count<T>(string kind, T? found)
        where T : class
    {
        reads.Add(1, new("kind", kind), new("outcome", found is null ? "miss" : "hit"));
        return found;
    }
}
