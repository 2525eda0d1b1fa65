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

    /// <summary>Takes one token; null when granted, else how long until there is one.</summary>
    public TimeSpan? TryTake(string name, RateLimit limit)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (++takes % SweepEvery == 0)
            {
                ForgetFull(now);
            }

            var bucket = buckets.TryGetValue(name, out var known) ? known.Bucket : TokenBucket.Full(limit, now);
            buckets[name] = (bucket.Take(limit, now, out var wait), limit);
            return wait;
        }
    }

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
