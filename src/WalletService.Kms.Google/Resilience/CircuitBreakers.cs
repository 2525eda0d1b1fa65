using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using WalletService.Kms.Google.Telemetry;

namespace WalletService.Kms.Google.Resilience;

/// <summary>A breaker for each location: one that is away must not stop the calls of the others.</summary>
internal sealed class CircuitBreakers(IOptions<GoogleKmsOptions> options, KmsTelemetry telemetry, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<string, Lazy<CircuitBreaker>> breakers = new(StringComparer.Ordinal);

    /// <summary>The breaker of the location in which a resource is.</summary>
    public CircuitBreaker Of(string resource) => breakers.GetOrAdd(
        KmsNames.LocationOf(resource),
        location => new Lazy<CircuitBreaker>(() => new CircuitBreaker(location, options.Value, telemetry, timeProvider))).Value;
}
