using System.Globalization;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Limits;
using WalletService.Domain.Ports;
using WalletService.Redis.Connections;

namespace WalletService.Redis.Limits;

/// <summary>
/// Token buckets in Redis, by the arithmetic of <see cref="TokenBucket"/> and the server's clock, so that instances with other clocks
/// agree. While Redis is away, buckets of this process decide.
/// </summary>
internal sealed class RedisRateLimiter(RedisCalls calls, IOptions<RedisOptions> options, TimeProvider time) : IRateLimiter
{
    /// <summary>Answers the microseconds until there is a token, 0 when one was taken. A full bucket is forgotten.</summary>
    private const string Take =
        """
        if redis.call('TYPE', KEYS[1]).ok ~= 'hash' then redis.call('DEL', KEYS[1]) end
        local burst, rate = tonumber(ARGV[1]), tonumber(ARGV[2])
        local clock = redis.call('TIME')
        local now = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
        local bucket = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
        if now < at then now = at end
        tokens = math.min(burst, tokens + (now - at) * rate / 1000000)
        local wait = 0
        if tokens >= 1 then tokens = tokens - 1 else wait = math.ceil((1 - tokens) * 1000000 / rate) end
        redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'at', string.format('%.0f', now))
        redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate * 1000) + 1)
        return wait
        """;

    private readonly TokenBuckets ownBuckets = new(time);
    private readonly string prefix = $"{options.Value.KeyPrefix}limit:";

    public async Task<TimeSpan?> TryTakeAsync(string bucket, RateLimit limit, CancellationToken cancellationToken)
    {
        var microseconds = await calls.TryAsync<long?>(
            "limit.take",
            async database => (long)await database.ExecuteAsync(
                "EVAL",
                Take,
                1,
                (RedisKey)(prefix + bucket),
                limit.Burst,
                limit.PerSecond.ToString("R", CultureInfo.InvariantCulture)),
            without: null,
            cancellationToken);
        return microseconds switch
        {
            null => ownBuckets.TryTake(bucket, limit),
            0 => null,
            var wait => TimeSpan.FromMicroseconds(wait.Value),
        };
    }
}
