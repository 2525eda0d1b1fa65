using WalletService.Domain.Ports;

namespace WalletService.Domain.Limits;

/// <summary>Token buckets of this process, by name. Full buckets are forgotten, so that names do not pile up.</summary>
public sealed class TokenBuckets(TimeProvider time)
{
    private const int SweepEvery = 1_024;

    private readonly Lock gate = new();
    private readonly Dictionary<string, (TokenBucket Bucket, RateLimit Limit)> buckets = new(StringComparer.Ordinal);
    private int takes;

    /// <summary>Buckets that are remembered.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return buckets.Count;
            }
        }
    }

    /// <summary>Takes one token from each bucket, or none from any when one is empty; null when granted.</summary>
    public LimitRefusal? TryTake(IReadOnlyList<LimitedBucket> asked)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (++takes % SweepEvery == 0)
            {
                ForgetFull(now);
            }

            LimitRefusal? refusal = null;
            for (var index = 0; index < asked.Count; index++)
            {
                Find(asked[index], now).Take(asked[index].Limit, now, out var wait);
                if (wait is { } longer && (refusal is null || longer > refusal.RetryAfter))
                {
                    refusal = new LimitRefusal(index, longer);
                }
            }

            if (refusal is null)
            {
                foreach (var bucket in asked)
                {
                    buckets[bucket.Name] = (Find(bucket, now).Take(bucket.Limit, now, out _), bucket.Limit);
                }
            }

            return refusal;
        }
    }

    private TokenBucket Find(LimitedBucket bucket, DateTimeOffset now) =>
        buckets.TryGetValue(bucket.Name, out var known) ? known.Bucket : TokenBucket.Full(bucket.Limit, now);

    private void ForgetFull(DateTimeOffset now)
    {
        foreach (var (name, (bucket, limit)) in buckets)
        {
            if (bucket.IsFull(limit, now))
            {
                buckets.Remove(name);
            }
        }
    }
}
