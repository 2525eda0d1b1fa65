using WalletService.Domain.Ports;

namespace WalletService.Domain.Limits;

/// <summary>
/// The arithmetic of a token bucket: it fills by <see cref="RateLimit.PerSecond"/> up to <see cref="RateLimit.Burst"/>, and a
/// request takes one token.
/// </summary>
/// <param name="Tokens">Tokens in the bucket as of <paramref name="At"/>; a fraction is a token on its way.</param>
public readonly record struct TokenBucket(double Tokens, DateTimeOffset At)
{
    public static TokenBucket Full(RateLimit limit, DateTimeOffset at) => new(limit.Burst, at);

    /// <summary>Takes one token. <paramref name="wait"/> is null when there was one, else how long until there is.</summary>
    /// <returns>The bucket afterwards.</returns>
    public TokenBucket Take(RateLimit limit, DateTimeOffset now, out TimeSpan? wait)
    {
        // A clock that was set back neither drains nor fills the bucket.
        var at = now > At ? now : At;
        var tokens = Math.Min(limit.Burst, Tokens + ((at - At).TotalSeconds * limit.PerSecond));
        if (tokens >= 1)
        {
            wait = null;
            return new TokenBucket(tokens - 1, at);
        }

        wait = TimeSpan.FromSeconds((1 - tokens) / limit.PerSecond);
        return new TokenBucket(tokens, at);
    }

    /// <summary>Whether the bucket has filled up again, so that forgetting it changes nothing.</summary>
    public bool IsFull(RateLimit limit, DateTimeOffset now) => Tokens + ((now - At).TotalSeconds * limit.PerSecond) >= limit.Burst;
}
