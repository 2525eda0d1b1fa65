using WalletService.Domain.Anomalies;
using WalletService.Domain.Features;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Risk;

/// <summary>
/// Finds out what is unusual about a request, and asks the risk service, before any lock is taken: neither may hold up others.
/// </summary>
public sealed class RequestScreening(
    IPaymentHistory history, RiskAssessor risk, IRiskTelemetry telemetry, Func<AnomalyOptions> currentOptions, IFeatureFlags features, TimeProvider time)
{
    /// <summary>The subject with its signals and its risk; those that it has already are kept.</summary>
    /// <param name="subject">What is about to be judged.</param>
    /// <param name="address">The wallet's address.</param>
    /// <param name="reference">The same for the same request.</param>
    /// <param name="transfer">The transfer, which is no history of its own; null when none is stored.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">The history can't be read.</exception>
    public async Task<PolicySubject> ScreenAsync(
        PolicySubject subject, SolanaAddress address, string reference, TransactionId? transfer, CancellationToken cancellationToken)
    {
        foreach (var finding in subject.Findings)
        {
            telemetry.Found(finding.Name, subject, reference);
        }

        var options = currentOptions();
        var signals = subject.Signals.Count > 0 || !options.Enabled || !features.IsOn(Feature.AnomalySignals)
            ? subject.Signals
            : await FindSignalsAsync(subject, options, reference, transfer, cancellationToken);
        var signalled = subject with { Signals = signals };
        return signalled with { Risk = await risk.AssessAsync(new RiskQuestion(reference, address, signalled), cancellationToken) };
    }

    private async Task<IReadOnlyList<string>> FindSignalsAsync(
        PolicySubject subject, AnomalyOptions options, string reference, TransactionId? transfer, CancellationToken cancellationToken)
    {
        var payment = new NewPayment(
            subject.UserId, subject.WalletId, transfer, subject.Movements, time.GetUtcNow() - options.BurstWindow);
        var signals = AnomalyDetector.Detect(subject.Movements, await history.ReadAsync(payment, cancellationToken), options);
        if (signals.Count > 0)
        {
            telemetry.Signalled(signals, subject, reference);
        }

        return signals;
    }
}
