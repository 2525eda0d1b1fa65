using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Keys;

internal sealed class EmbeddedKeyPool(EmbeddedDatabase database) : IKeyPool
{
    public Task<WalletId?> ReserveAsync(WalletId id, string provider, KeyPoolOptions options, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Reserve(id, provider, options, database.Time.GetUtcNow()));
        }
    }

    public Task AddAsync(WalletId id, WalletKey key, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var prepared = database.PreparedKeys.Keys.Find(prepared => prepared.Id == id && prepared.Provider == key.Provider);
            if (prepared is { Key: null })
            {
                prepared.Key = key;
            }

            return Task.CompletedTask;
        }
    }

    public Task<int> CountAsync(string provider, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(database.PreparedKeys.Keys.Count(prepared => prepared.Provider == provider && prepared.Key is not null));
        }
    }

    private WalletId? Reserve(WalletId id, string provider, KeyPoolOptions options, DateTimeOffset now)
    {
        var pool = database.PreparedKeys;
        var ofProvider = pool.Keys.Where(prepared => prepared.Provider == provider).ToArray();
        var abandoned = ofProvider
            .Where(prepared => prepared.Key is null && prepared.ReservedAt <= now - options.Patience)
            .MinBy(prepared => prepared.ReservedAt);
        if (abandoned is not null)
        {
            abandoned.ReservedAt = now;
            return abandoned.Id;
        }

        if (ofProvider.Length >= options.Size || pool.LastAt.GetValueOrDefault(provider, DateTimeOffset.MinValue) > now - options.RefillInterval)
        {
            return null;
        }

        pool.LastAt[provider] = now;
        pool.Keys.Add(new StoredPreparedKey(id, provider) { ReservedAt = now });
        return id;
    }
}
