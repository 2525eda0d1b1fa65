namespace WalletService.Domain.Ports;

/// <summary>
/// Token buckets shared by all instances. While the shared store is away in-process buckets of the same sizes decide.
/// </summary>
public interface IRateLimiter
{
    /// <summary>
    /// Takes one token from each of the buckets, or none from any when one of them is empty; atomically, whoever else asks. Null when
    /// granted, else which bucket has to be waited for longest.
    /// </summary>
    Task<LimitRefusal?> TryTakeAsync(IReadOnlyList<LimitedBucket> buckets, CancellationToken cancellationToken);
}

/// <param name="Burst">Tokens in a full bucket.</param>
/// <param name="PerSecond">Tokens that come back each second.</param>
public sealed record RateLimit(int Burst, double PerSecond);

/// <param name="Name">Unlike that of any other bucket.</param>
public sealed record LimitedBucket(string Name, RateLimit Limit);

/// <param name="Bucket">The bucket that has to be waited for longest: its place among those that were asked for.</param>
/// <param name="RetryAfter">How long until there is a token in it.</param>
public sealed record LimitRefusal(int Bucket, TimeSpan RetryAfter);
