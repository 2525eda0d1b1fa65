using WalletService.Domain.Limits;
using WalletService.Domain.Ports;

namespace WalletService.Embedded.Limits;

internal sealed class EmbeddedRateLimiter(TimeProvider time) : IRateLimiter
{
    private readonly TokenBuckets buckets = new(time);

    public Task<TimeSpan?> TryTakeAsync(string bucket, RateLimit limit, CancellationToken cancellationToken) =>
        Task.FromResult(buckets.TryTake(bucket, limit));
}
