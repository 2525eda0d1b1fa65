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
    /// <summary>
    /// Answers the longest wait in microseconds, 0 when a token was taken from each bucket, and the number of that bucket. A full bucket
    /// is forgotten.
    /// </summary>
    private const string Take =
        """
        local clock = redis.call('TIME')
        local clockNow = tonumber(clock[1]) * 1000000 + tonumber(clock[2])
        local levels, moments, longest, emptiest = {}, {}, 0, 0
        for i, key in ipairs(KEYS) do
            if redis.call('TYPE', key).ok ~= 'hash' then redis.call('DEL', key) end
            local burst, rate, now = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i]), clockNow
            local bucket = redis.call('HMGET', key, 'tokens', 'at')
            local tokens, at = tonumber(bucket[1]) or burst, tonumber(bucket[2]) or now
            if now < at then now = at end
            levels[i] = math.min(burst, tokens + (now - at) * rate / 1000000)
            moments[i] = now
            if levels[i] < 1 then
                local wait = math.ceil((1 - levels[i]) * 1000000 / rate)
                if wait > longest then longest, emptiest = wait, i end
            end
        end
        if longest > 0 then return {longest, emptiest} end
        for i, key in ipairs(KEYS) do
            local burst, rate, left = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i]), levels[i] - 1
            redis.call('HSET', key, 'tokens', string.format('%.9f', left), 'at', string.format('%.0f', moments[i]))
            redis.call('PEXPIRE', key, math.ceil((burst - left) / rate * 1000) + 1)
        end
        return {0, 0}
        """;

    private readonly TokenBuckets ownBuckets = new(time);

    /// <summary>The braces let a Redis cluster keep all buckets in one place, so that one script can take from several.</summary>
    private readonly string prefix = $"{options.Value.KeyPrefix}{{limit}}:";

    public async Task<LimitRefusal?> TryTakeAsync(IReadOnlyList<LimitedBucket> buckets, CancellationToken cancellationToken)
    {
        var answer = await calls.TryAsync<long[]?>(
            "limit.take",
            async database => (long[]?)await database.ExecuteAsync("EVAL", ArgumentsOf(buckets)),
            without: null,
            cancellationToken);
        return answer switch
        {
            null => ownBuckets.TryTake(buckets),
            [0, _] => null,
            var refusal => new LimitRefusal((int)refusal[1] - 1, TimeSpan.FromMicroseconds(refusal[0])),
        };
    }

    private object[] ArgumentsOf(IReadOnlyList<LimitedBucket> buckets) =>
    [
        Take,
        buckets.Count,
        .. buckets.Select(bucket => (RedisKey)(prefix + bucket.Name)),
        .. buckets.SelectMany(bucket => (object[])[bucket.Limit.Burst, bucket.Limit.PerSecond.ToString("R", CultureInfo.InvariantCulture)]),
    ];
}
