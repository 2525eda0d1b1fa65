namespace WalletService.Host.Metrics;

/// <summary>The share of true outcomes over the last five minutes, in buckets of ten seconds.</summary>
public sealed class SlidingRate(TimeProvider time)
{
    private const int BucketSeconds = 10;
    private const int Buckets = 30;
    private readonly (long Period, long Hits, long Total)[] buckets = new (long, long, long)[Buckets];
    private readonly Lock gate = new();

    public void Record(bool outcome)
    {
        var period = Period();
        lock (gate)
        {
            ref var bucket = ref buckets[period % Buckets];
            if (bucket.Period != period)
            {
                bucket = (period, 0, 0);
            }

            bucket.Hits += outcome ? 1 : 0;
            bucket.Total++;
        }
    }

    /// <summary>From 0 to 1; <paramref name="whenNone"/> while nothing was recorded.</summary>
    public double Read(double whenNone)
    {
        var oldest = Period() - Buckets + 1;
        lock (gate)
        {
            var recent = buckets.Where(bucket => bucket.Period >= oldest && bucket.Total > 0).ToArray();
            var total = recent.Sum(bucket => bucket.Total);
            return total == 0 ? whenNone : (double)recent.Sum(bucket => bucket.Hits) / total;
        }
    }

    private long Period() => time.GetUtcNow().ToUnixTimeSeconds() / BucketSeconds;
}
