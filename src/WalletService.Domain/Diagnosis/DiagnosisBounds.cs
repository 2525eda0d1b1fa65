namespace WalletService.Domain.Diagnosis;

/// <summary>
/// What the first diagnosis calls stuck. The numbers are those of the alerts: <c>oldest_submitted_seconds</c> and <c>outbox_seconds</c> of
/// <c>ops/prometheus/thresholds.yaml</c>, to which a test holds them. Whoever changes them there gets another alert, not another diagnosis.
/// </summary>
public static class DiagnosisBounds
{
    /// <summary>A transfer that has been ready for longer does not get on: the longest that an alert allows in any state.</summary>
    public static readonly TimeSpan OldestTransfer = TimeSpan.FromMinutes(2);

    /// <summary>An event that waits for longer is not being published, and a lease that ended longer ago is nobody's.</summary>
    public static readonly TimeSpan OldestEvent = TimeSpan.FromSeconds(30);
}
