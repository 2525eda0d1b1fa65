using System.ComponentModel.DataAnnotations;

namespace WalletService.Messaging.Limits;

/// <summary>
/// How many requests a second are taken of each route: of one user, of one caller, and of all together; 0 for no limit. Section
/// <c>Limits</c>. Limits of changes are shared by all instances, those of reads are each instance's own.
/// </summary>
public sealed class LimitsOptions
{
    /// <summary>Reads of a route for one user, by one instance. Default 1,000.</summary>
    [Range(0, 1_000_000)]
    public double ReadsPerUser { get; set; } = 1_000;

    /// <summary>Reads of a route by one caller, by one instance. Default 10,000.</summary>
    [Range(0, 1_000_000)]
    public double ReadsPerCaller { get; set; } = 10_000;

    /// <summary>Reads of a route by all callers, by one instance. Default 0: no limit.</summary>
    [Range(0, 1_000_000)]
    public double ReadsPerRoute { get; set; }

    /// <summary>Requests of a route that pays, signs or changes something, for one user. Default 100.</summary>
    [Range(0, 1_000_000)]
    public double ChangesPerUser { get; set; } = 100;

    /// <summary>The same by one caller. Default 1,000.</summary>
    [Range(0, 1_000_000)]
    public double ChangesPerCaller { get; set; } = 1_000;

    /// <summary>The same by all callers. Default 5,000.</summary>
    [Range(0, 1_000_000)]
    public double ChangesPerRoute { get; set; } = 5_000;

    /// <summary>All that pays or signs, of whatever route, for one user, beside the limits of the routes. Default 50.</summary>
    [Range(0, 1_000_000)]
    public double TransfersPerUser { get; set; } = 50;

    /// <summary>The same by one caller. Default 500.</summary>
    [Range(0, 1_000_000)]
    public double TransfersPerCaller { get; set; } = 500;

    /// <summary>The same by all callers. Default 2,000.</summary>
    [Range(0, 1_000_000)]
    public double TransfersOfAll { get; set; } = 2_000;

    /// <summary>The requests of so many seconds may come at once. Default 2.</summary>
    [Range(1, 3_600)]
    public double BurstSeconds { get; set; } = 2;

    /// <summary>Routes with limits of their own, by their names.</summary>
    public IDictionary<string, RouteLimitSettings> Routes { get; } = new Dictionary<string, RouteLimitSettings>(StringComparer.Ordinal);
}

/// <summary>What differs for one route; null is as for its kind.</summary>
public sealed class RouteLimitSettings
{
    /// <summary>Requests a second for one user; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public double? PerUser { get; set; }

    /// <summary>Requests a second by one caller; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public double? PerCaller { get; set; }

    /// <summary>Requests a second by all callers; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public double? PerRoute { get; set; }
}
