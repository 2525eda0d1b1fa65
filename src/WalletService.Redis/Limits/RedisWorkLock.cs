using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Ports;
using WalletService.Redis.Connections;

namespace WalletService.Redis.Limits;

/// <summary>A lock on one server: enough, for it only saves work (docs/decisions/0006-redlock-not-needed.md).</summary>
internal sealed class RedisWorkLock(RedisCalls calls, IOptions<RedisOptions> options) : IWorkLock
{
    private const int TokenBytes = 16;

    /// <summary>Deletes the key only while it still holds this holder's token.</summary>
    private const string Release =
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end";

    private readonly string prefix = $"{options.Value.KeyPrefix}lock:";

    public async Task<IAsyncDisposable?> TryAcquireAsync(string name, TimeSpan lease, CancellationToken cancellationToken)
    {
        var key = prefix + name;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
        var granted = await calls.TryAsync(
            "lock.acquire",
            database => database.StringSetAsync(key, token, lease, When.NotExists),
            without: true,
            cancellationToken);
        return granted ? new Turn(calls, key, token) : null;
    }

    private sealed class Turn(RedisCalls calls, string key, string token) : IAsyncDisposable
    {
        private int ended;

        public async ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                await calls.TryAsync(
                    "lock.release",
                    async database => !(await database.ExecuteAsync("EVAL", Release, 1, (RedisKey)key, token)).IsNull,
                    without: false,
                    CancellationToken.None);
            }
        }
    }
}
