using System.Globalization;
using WalletService.Domain.Ports;

namespace WalletService.Redis.Connections;

internal sealed class RedisProbe(RedisCalls calls, RedisTelemetry telemetry) : IDependencyProbe
{
    public string Name => "redis";

    /// <summary>The service answers all requests without it, only with more work.</summary>
    public bool Essential => false;

    public async Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (await calls.AnswersAsync(cancellationToken))
        {
            telemetry.MemoryUsed(await calls.ReadMemoryAsync(cancellationToken));
            return new DependencyState(Healthy: true, "Answers.");
        }

        var since = calls.UnreachableSince?.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) ?? "just now";
        return new DependencyState(Healthy: false, $"Unreachable since {since}; the service goes on without it.");
    }
}
