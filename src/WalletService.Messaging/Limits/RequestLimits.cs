using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using WalletService.Domain.Errors;
using WalletService.Domain.Limits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Limits;

/// <summary>
/// Limits how often a route is used: by each user, by each caller and by all together. One request takes a token of each bucket, or of
/// none, before anything that costs is done for it.
/// </summary>
/// <remarks>
/// A change asks the shared store once, which costs little beside what it does there anyway. A read may be answered from a cache in less
/// time than that, so its buckets are the instance's own.
/// </remarks>
internal sealed class RequestLimits : IDisposable
{
    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Limited = Meter.CreateCounter<long>(
        "wallet_requests_limited", description: "Requests refused by a rate limit, by route and scope.");

    private readonly IRateLimiter shared;
    private readonly TokenBuckets own;
    private readonly IDisposable? changes;
    private volatile FrozenDictionary<string, RouteLimits> limits;

    /// <param name="shared">Counts what is limited over all instances.</param>
    /// <param name="options">The limits; changed ones hold from the next request on.</param>
    /// <param name="time">The clock.</param>
    public RequestLimits(IRateLimiter shared, IOptionsMonitor<LimitsOptions> options, TimeProvider time)
    {
        this.shared = shared;
        own = new TokenBuckets(time);
        limits = LimitsOf(options.CurrentValue);
        changes = options.OnChange(changed => limits = LimitsOf(changed));
    }

    public void Dispose() => changes?.Dispose();

    /// <summary>Null when the request may go on.</summary>
    /// <param name="userId">As the request names it.</param>
    public async ValueTask<WalletError?> RefuseAsync(WalletRoute route, CallerId caller, string? userId, CancellationToken cancellationToken)
    {
        var buckets = limits[route.Name].BucketsOf(caller, userId);
        if (buckets.Count == 0)
        {
            return null;
        }

        var refusal = route.IsRead ? own.TryTake(buckets) : await shared.TryTakeAsync(buckets, cancellationToken);
        if (refusal is null)
        {
            return null;
        }

        var scope = RouteLimits.ScopeOf(buckets[refusal.Bucket]);
        Limited.Add(1, new("route", route.Name), new("scope", scope));
        return WalletErrors.RateLimited(refusal.RetryAfter, scope);
    }

    private static FrozenDictionary<string, RouteLimits> LimitsOf(LimitsOptions options) => WalletRoutes.All.ToFrozenDictionary(
        route => route.Name, route => RouteLimits.Of(route, options), StringComparer.Ordinal);
}
