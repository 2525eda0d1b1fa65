namespace WalletService.Host.Health;

/// <summary>Calls of the last minute over one link, in buckets of ten seconds.</summary>
public sealed class RecentTraffic(TimeProvider time)
{
    private const int BucketSeconds = 10;
    private const int Buckets = 6;
    private readonly Bucket[] buckets = new Bucket[Buckets];
    private readonly Lock gate = new();

    public void Took(double milliseconds)
    {
        lock (gate)
        {
            ref var bucket = ref Current();
            bucket.Timed++;
            bucket.Milliseconds += milliseconds;
            bucket.Slowest = Math.Max(bucket.Slowest, milliseconds);
        }
    }

    public void Failed(long count)
    {
        lock (gate)
        {
            Current().Failures += count;
        }
    }

    public TrafficSummary Read()
    {
        var oldest = Period() - Buckets + 1;
        lock (gate)
        {
            var recent = buckets.Where(bucket => bucket.Period >= oldest).ToArray();
            var timed = recent.Sum(bucket => bucket.Timed);
            return new TrafficSummary(
                timed,
                recent.Sum(bucket => bucket.Failures),
                timed == 0 ? null : recent.Sum(bucket => bucket.Milliseconds) / timed,
                timed == 0 ? null : recent.Max(bucket => bucket.Slowest));
        }
    }

    /// <summary>Called under the gate.</summary>
    private ref Bucket Current()
    {
        var period = Period();
        ref var bucket = ref buckets[period % Buckets];
        if (bucket.Period != period)
        {
            bucket = new Bucket { Period = period };
        }

        return ref bucket;
    }

    private long Period() => time.GetUtcNow().ToUnixTimeSeconds() / BucketSeconds;

    private struct Bucket
    {
        public long Period;
        public long Timed;
        public long Failures;
        public double Milliseconds;
        public double Slowest;
    }
}

/// <param name="Calls">How many were timed.</param>
/// <param name="AverageMilliseconds">Null, like <paramref name="SlowestMilliseconds"/>, when there were none.</param>
public sealed record TrafficSummary(long Calls, long Failures, double? AverageMilliseconds, double? SlowestMilliseconds);
