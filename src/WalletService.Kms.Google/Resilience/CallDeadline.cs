namespace WalletService.Kms.Google.Resilience;

/// <summary>The time that one use of the port may take, over all its calls, attempts and waits.</summary>
internal sealed class CallDeadline(TimeProvider timeProvider, TimeSpan total)
{
    private readonly long start = timeProvider.GetTimestamp();

    public TimeSpan Remaining => total - timeProvider.GetElapsedTime(start);

    public bool Allows(TimeSpan wait) => wait < Remaining;
}
