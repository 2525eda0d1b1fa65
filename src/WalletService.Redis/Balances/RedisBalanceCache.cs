using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Redis.Connections;

namespace WalletService.Redis.Balances;

internal sealed class RedisBalanceCache(RedisCalls calls, IOptions<RedisOptions> options, ILogger<RedisBalanceCache> logger) : IBalanceCache
{
    private readonly string prefix = $"{options.Value.KeyPrefix}balance:";

    public Task<WalletBalance?> GetAsync(WalletId walletId, CancellationToken cancellationToken) => calls.TryAsync(
        "balance.get",
        async database =>
        {
            var key = Key(walletId);
            var (found, bytes) = await ReadAsync(database, key);
            if (!found)
            {
                return null;
            }

            if (BalanceEntry.TryRead(bytes, walletId, out var balance))
            {
                return balance;
            }

            Log.EntryRefused(logger, walletId.ToString());
            await database.KeyDeleteAsync(key);
            return null;
        },
        without: null,
        cancellationToken);

    public Task SetAsync(WalletBalance balance, TimeSpan timeToLive, CancellationToken cancellationToken) => calls.TryAsync(
        "balance.set",
        database => database.StringSetAsync(Key(balance.WalletId), BalanceEntry.Write(balance), timeToLive),
        without: false,
        cancellationToken);

    public Task RemoveAsync(WalletId walletId, CancellationToken cancellationToken) => calls.TryAsync(
        "balance.remove", database => database.KeyDeleteAsync(Key(walletId)), without: false, cancellationToken);

    /// <summary>What stands under the key; a value that is no string at all (somebody else's) is found and empty.</summary>
    private static async Task<(bool Found, byte[] Bytes)> ReadAsync(IDatabase database, string key)
    {
        try
        {
            var value = await database.StringGetAsync(key);
            return value.IsNull ? (false, []) : (true, (byte[])value);
        }
        catch (RedisServerException exception) when (exception.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return (true, []);
        }
    }

    private string Key(WalletId walletId) => prefix + walletId;
}
