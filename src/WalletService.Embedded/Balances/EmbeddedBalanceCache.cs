using System.Collections.Concurrent;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Embedded.Balances;

internal sealed class EmbeddedBalanceCache(TimeProvider time) : IBalanceCache
{
    private const int MaximumEntries = 100_000;

    private readonly ConcurrentDictionary<Guid, (WalletBalance Balance, DateTimeOffset Until)> entries = new();

    public Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        var fresh = entries.TryGetValue(walletId.Value, out var entry) && entry.Until > time.GetUtcNow();
        return Task.FromResult(fresh ? entry.Balance : null);
    }

    public Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken)
    {
        if (entries.Count >= MaximumEntries)
        {
            // Entries live for seconds: starting over is simpler than choosing, and only costs work.
            entries.Clear();
        }

        entries[balance.WalletId.Value] = (balance, time.GetUtcNow() + timeToLive);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        entries.TryRemove(walletId.Value, out _);
        return Task.CompletedTask;
    }
}
