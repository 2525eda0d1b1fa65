using WalletService.Domain.Limits;
using WalletService.Domain.Ports;

namespace WalletService.Embedded.Limits;

internal sealed class EmbeddedRateLimiter(TimeProvider time) : IRateLimiter
{
    private readonly TokenBuckets held = new(time);

    public Task<LimitRefusal?> TryTakeAsync(IReadOnlyList<LimitedBucket> buckets, CancellationToken cancellationToken) =>
        Task.FromResult(held.TryTake(buckets));
}
