namespace WalletService.Domain.Ports;

/// <summary>
/// Token buckets shared by all instances. While the shared store is away an in-process bucket of the same size decides.
/// </summary>
public interface IRateLimiter
{
    /// <summary>Takes one token; null when granted, else how long until there is one.</summary>
    Task<TimeSpan?> TryTakeAsync(string bucket, RateLimit limit, CancellationToken cancellationToken);
}

/// <param name="Burst">Tokens in a full bucket.</param>
/// <param name="PerSecond">Tokens that come back each second.</param>
public sealed record RateLimit(int Burst, double PerSecond);
