using WalletService.Domain.Policies;

namespace WalletService.Domain.Ports;

/// <summary>
/// Hears what was found out about requests before they were decided on, for logs, metrics and events. A decision that has to be repeated
/// tells it again. Never throws.
/// </summary>
public interface IRiskTelemetry
{
    /// <summary>The risk service was asked.</summary>
    /// <param name="verdict">What holds.</param>
    /// <param name="isAnswered">Whether it comes from the service; else it did not answer in time.</param>
    /// <param name="duration">How long it took.</param>
    void Assessed(RiskVerdict verdict, bool isAnswered, TimeSpan duration);

    /// <summary>Something unusual was seen.</summary>
    /// <param name="signals">At least one.</param>
    /// <param name="subject">Of what.</param>
    /// <param name="reference">The transfer's id, or for a signature the hash of what is signed.</param>
    void Signalled(IReadOnlyList<string> signals, PolicySubject subject, string reference);

    /// <summary>A caller's transaction holds a danger.</summary>
    void Found(string finding, PolicySubject subject, string reference);
}
