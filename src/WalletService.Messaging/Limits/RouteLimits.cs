using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Limits;

/// <summary>The limits that a request of one route counts for.</summary>
internal sealed class RouteLimits
{
    /// <summary>The name of the buckets that all routes share which pay or sign; no route has it.</summary>
    private const string Transfers = "transfers";

    private readonly IReadOnlyList<BucketLimit> limits;

    private RouteLimits(params IEnumerable<BucketLimit> limits) => this.limits = [.. limits.Where(limit => limit.Limit is not null)];

    public static RouteLimits Of(WalletRoute route, LimitsOptions options)
    {
        var settings = options.Routes.TryGetValue(route.Name, out var own) ? own : new RouteLimitSettings();
        BucketLimit[] ofRoute =
        [
            Limit(LimitScope.User, route.Name, settings.PerUser ?? (route.IsRead ? options.ReadsPerUser : options.ChangesPerUser)),
            Limit(LimitScope.Caller, route.Name, settings.PerCaller ?? (route.IsRead ? options.ReadsPerCaller : options.ChangesPerCaller)),
            Limit(LimitScope.Route, route.Name, settings.PerRoute ?? (route.IsRead ? options.ReadsPerRoute : options.ChangesPerRoute)),
        ];
        return !route.MovesValue
            ? new RouteLimits(ofRoute)
            : new RouteLimits(
            [
                .. ofRoute,
                Limit(LimitScope.User, Transfers, options.TransfersPerUser),
                Limit(LimitScope.Caller, Transfers, options.TransfersPerCaller),
                Limit(LimitScope.Route, Transfers, options.TransfersOfAll),
            ]);

        BucketLimit Limit(string scope, string name, double perSecond) => new(
            scope, name, perSecond == 0 ? null : new RateLimit((int)Math.Max(1, Math.Ceiling(perSecond * options.BurstSeconds)), perSecond));
    }

    /// <summary>
    /// The buckets of a request, each named by its scope first. Nobody identified shares no bucket of a caller, and what names no user
    /// that could exist none of a user: it is refused for that.
    /// </summary>
    public IReadOnlyList<LimitedBucket> BucketsOf(CallerId caller, string? userId)
    {
        var user = UserId.TryParse(userId, out var known) ? known : null;
        var buckets = new List<LimitedBucket>(limits.Count);
        foreach (var (scope, name, limit) in limits)
        {
            var bucket = scope switch
            {
                LimitScope.User => user is null ? null : $"{scope}:{name}:{user}",
                LimitScope.Caller => caller.IsIdentified ? $"{scope}:{name}:{caller}" : null,
                _ => $"{scope}:{name}",
            };
            if (bucket is not null)
            {
                buckets.Add(new LimitedBucket(bucket, limit!));
            }
        }

        return buckets;
    }

    /// <summary>One of <see cref="LimitScope"/>.</summary>
    public static string ScopeOf(LimitedBucket bucket) => bucket.Name[..bucket.Name.IndexOf(':', StringComparison.Ordinal)];

    /// <param name="Limit">Null where there is none.</param>
    private sealed record BucketLimit(string Scope, string Name, RateLimit? Limit);
}
