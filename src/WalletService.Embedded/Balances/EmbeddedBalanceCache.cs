using System.Collections.Concurrent;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Embedded.Balances;

internal sealed class EmbeddedBalanceCache(TimeProvider time) : IBalanceCache
{
    private const int MaximumEntries = 100_000;

    private readonly ConcurrentDictionary<Guid, (WalletBalance Value, DateTimeOffset Until)> balances = new();
    private readonly ConcurrentDictionary<Guid, (WalletTokens Value, DateTimeOffset Until)> holdings = new();

    public Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken) => Task.FromResult(Find(balances, walletId));

    public Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        Keep(balances, balance.WalletId, balance, timeToLive);
        return Task.CompletedTask;
    }

    public Task<WalletTokens?> GetTokensAsync(WalletId walletId, CancellationToken cancellationToken) => Task.FromResult(Find(holdings, walletId));

    public Task SetTokensAsync(WalletTokens tokens, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        Keep(holdings, tokens.WalletId, tokens, timeToLive);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        balances.TryRemove(walletId.Value, out _);
        holdings.TryRemove(walletId.Value, out _);
        return Task.CompletedTask;
    }

    private TValue? Find<TValue>(ConcurrentDictionary<Guid, (TValue Value, DateTimeOffset Until)> entries, WalletId walletId)
        where TValue : class =>
        entries.TryGetValue(walletId.Value, out var entry) && entry.Until > time.GetUtcNow() ? entry.Value : null;

    private void Keep<TValue>(
        ConcurrentDictionary<Guid, (TValue Value, DateTimeOffset Until)> entries, WalletId walletId, TValue value, TimeSpan timeToLive)
    {
        if (entries.Count >= MaximumEntries)
        {
            // Entries live for seconds: starting over is simpler than choosing, and only costs work.
            entries.Clear();
        }

        entries[walletId.Value] = (value, time.GetUtcNow() + timeToLive);
    }
}
