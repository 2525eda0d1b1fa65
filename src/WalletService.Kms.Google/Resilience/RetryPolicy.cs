using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google.Resilience;

/// <summary>Says whether a failed attempt is followed by another, and after how long.</summary>
/// <param name="options">Numbers of attempts and waits.</param>
/// <param name="random">Gives numbers from 0 to below 1, for the jitter that keeps many instances from retrying in step.</param>
internal sealed class RetryPolicy(GoogleKmsOptions options, Func<double> random)
{
    /// <summary>No wait grows beyond this by doubling; what the service itself asks for may be longer.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(10);

    /// <summary>The wait before the next attempt; null to give up.</summary>
    /// <param name="failure">How the latest attempt failed.</param>
    /// <param name="history">All failures of the call so far, the latest included.</param>
    /// <param name="repeatable">Whether the call may be repeated when it may have taken effect.</param>
    public TimeSpan? NextDelay(KmsFailureException failure, IReadOnlyCollection<FailureKind> history, bool repeatable)
    {
        if (history.Count >= options.MaxAttempts)
        {
            return null;
        }

        return failure.Kind switch
        {
            // The token may have been revoked early: one new token, one more attempt, at once.
            FailureKind.Unauthenticated => history.Count(kind => kind == FailureKind.Unauthenticated) == 1 ? TimeSpan.Zero : null,
            FailureKind.IntegrityFailed when history.Count(kind => kind == FailureKind.IntegrityFailed) >= options.MaxIntegrityAttempts => null,
            FailureKind.RateLimited => QuotaDelay(failure, history.Count),
            var kind when !kind.IsTemporary() => null,
            var kind when !repeatable && kind.MayHaveHappened() => null,
            _ => Later(failure.RetryAfter, Backoff(options.RetryDelay, history.Count)),
        };
    }

    /// <summary>Never sooner than asked; without a request, not within the second in which the quota was used up.</summary>
    private TimeSpan QuotaDelay(KmsFailureException failure, int attempts) => failure.RetryAfter is { } asked
        ? asked + (Backoff(options.RetryDelay, 1) / 2)
        : options.QuotaRetryDelay + Backoff(options.QuotaRetryDelay, attempts);

    /// <summary>Doubles with each attempt, less a random part of up to half.</summary>
    private TimeSpan Backoff(TimeSpan first, int attempts)
    {
        var doubled = first * Math.Pow(2, attempts - 1);
        var bounded = doubled < LongestDelay ? doubled : LongestDelay;
        return bounded * (1 - (random() / 2));
    }

    private static TimeSpan Later(TimeSpan? asked, TimeSpan own) => asked > own ? asked.Value : own;
}
