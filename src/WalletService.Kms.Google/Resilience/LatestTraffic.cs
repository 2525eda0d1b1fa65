using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google.Resilience;

/// <summary>When a call last succeeded, and how the latest one ended: real traffic is the best probe.</summary>
internal sealed class LatestTraffic(TimeProvider timeProvider)
{
    private volatile Observation? latest;

    public Observation? Latest => latest;

    public void Succeeded() => latest = new Observation(timeProvider.GetTimestamp(), Failure: null);

    /// <summary>A refusal shows that the service answers, but so may a key that is wrong: only what tells of the service counts.</summary>
    public void Failed(KmsFailureException failure)
    {
        if (failure.Kind.IsUnavailability() || failure.Kind is FailureKind.Unauthenticated or FailureKind.RateLimited)
        {
            latest = new Observation(timeProvider.GetTimestamp(), failure.Kind);
        }
    }

    /// <summary>The probe reads a key ring that must be there: every failure of it counts.</summary>
    public void Probed(KmsFailureException failure) => latest = new Observation(timeProvider.GetTimestamp(), failure.Kind);

    internal sealed record Observation(long Timestamp, FailureKind? Failure);
}
