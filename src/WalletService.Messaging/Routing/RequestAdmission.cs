using Microsoft.Extensions.Options;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Routing;

/// <summary>Limits how often a user may ask for what costs keys, fees and signatures.</summary>
internal sealed class RequestAdmission(IRateLimiter limiter, IOptions<MessagingOptions> options)
{
    private readonly RateLimit limit = new(options.Value.RateLimitBurst, options.Value.RateLimitPerSecond);

    /// <summary>Null when the request may go on.</summary>
    public async Task<WalletError?> RefuseAsync(string route, UserId userId, CancellationToken cancellationToken) =>
        await limiter.TryTakeAsync($"{route}:{userId}", limit, cancellationToken) is { } retryAfter
            ? WalletErrors.RateLimited(retryAfter)
            : null;
}
