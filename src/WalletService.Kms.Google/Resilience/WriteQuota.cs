using Microsoft.Extensions.Options;

namespace WalletService.Kms.Google.Resilience;

/// <summary>
/// Spaces out the making of keys, so that a burst of new wallets waits here in place of using up Google's quota for writes.
/// A token bucket, kept as the time at which it will be full again (the generic cell rate algorithm).
/// </summary>
internal sealed class WriteQuota
{
    private readonly Lock gate = new();
    private readonly TimeProvider timeProvider;
    private readonly TimeSpan interval;
    private readonly TimeSpan tolerance;
    private readonly long start;
    private TimeSpan full;

    public WriteQuota(IOptions<GoogleKmsOptions> options, TimeProvider timeProvider)
    {
        this.timeProvider = timeProvider;
        interval = TimeSpan.FromSeconds(1 / options.Value.WritesPerSecond);
        tolerance = interval * (options.Value.WriteBurst - 1);
        start = timeProvider.GetTimestamp();
    }

    /// <summary>Waits for its turn; false at once, without taking a turn, when that would come too late.</summary>
    public async Task<bool> TakeAsync(CallDeadline deadline, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = timeProvider.GetElapsedTime(start);
            var from = full > now ? full : now;
            wait = from - tolerance - now;
            if (wait > TimeSpan.Zero && !deadline.Allows(wait))
            {
                return false;
            }

            full = from + interval;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, timeProvider, cancellationToken);
        }

        return true;
    }
}
