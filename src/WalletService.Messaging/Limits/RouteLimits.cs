using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Limits;

/// <summary>The limits of one route; null where there is none.</summary>
internal sealed record RouteLimits(string Route, RateLimit? PerUser, RateLimit? PerCaller, RateLimit? PerRoute)
{
    public static RouteLimits Of(WalletRoute route, LimitsOptions options)
    {
        var settings = options.Routes.TryGetValue(route.Name, out var own) ? own : new RouteLimitSettings();
        return new RouteLimits(
            route.Name,
            Limit(settings.PerUser ?? (route.IsRead ? options.ReadsPerUser : options.ChangesPerUser)),
            Limit(settings.PerCaller ?? (route.IsRead ? options.ReadsPerCaller : options.ChangesPerCaller)),
            Limit(settings.PerRoute ?? (route.IsRead ? options.ReadsPerRoute : options.ChangesPerRoute)));

        RateLimit? Limit(double perSecond) =>
            perSecond == 0 ? null : new RateLimit((int)Math.Max(1, Math.Ceiling(perSecond * options.BurstSeconds)), perSecond);
    }

    /// <summary>
    /// The buckets of a request, each named by its scope first. Nobody identified shares no bucket of a caller, and what names no user
    /// that could exist none of a user: it is refused for that.
    /// </summary>
    public IReadOnlyList<LimitedBucket> BucketsOf(CallerId caller, string? userId)
    {
        var buckets = new List<LimitedBucket>(3);
        if (PerUser is not null && UserId.TryParse(userId, out var user))
        {
            buckets.Add(new LimitedBucket($"user:{Route}:{user}", PerUser));
        }

        if (PerCaller is not null && caller.IsIdentified)
        {
            buckets.Add(new LimitedBucket($"caller:{Route}:{caller}", PerCaller));
        }

        if (PerRoute is not null)
        {
            buckets.Add(new LimitedBucket($"route:{Route}", PerRoute));
        }

        return buckets;
    }

    /// <summary><c>user</c>, <c>caller</c> or <c>route</c>.</summary>
    public static string ScopeOf(LimitedBucket bucket) => bucket.Name[..bucket.Name.IndexOf(':', StringComparison.Ordinal)];
}
