using System.Diagnostics.Metrics;
using WalletService.Domain.Anomalies;
using WalletService.Domain.Events;
using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Host.Metrics;
using WalletService.Messaging.Events;

namespace WalletService.Host.Risk;

/// <summary>Logs, counts and tells what was found out about requests before they were decided on.</summary>
public sealed partial class RiskTelemetry : IRiskTelemetry, IDisposable
{
    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly Histogram<double> assessments;
    private readonly Counter<long> signals;
    private readonly Counter<long> findings;
    private readonly ServiceEventQueue events;
    private readonly ILogger<RiskTelemetry> logger;

    public RiskTelemetry(ServiceEventQueue events, ILogger<RiskTelemetry> logger)
    {
        this.events = events;
        this.logger = logger;
        assessments = meter.CreateHistogram<double>(
            "wallet_risk_check_duration", unit: "s", description: "Time for an answer of the risk service, by verdict and whether it answered.");
        signals = meter.CreateCounter<long>("wallet_anomaly_signals", description: "Requests that were unlike those before, by signal.");
        findings = meter.CreateCounter<long>(
            "wallet_transaction_findings", description: "Dangers found in callers' transactions, by name.");
        foreach (var signal in AnomalySignals.All)
        {
            signals.Add(0, new KeyValuePair<string, object?>("signal", signal));
        }

        foreach (var finding in Enum.GetNames<FindingKind>())
        {
            findings.Add(0, new KeyValuePair<string, object?>("finding", finding));
        }
    }

    public void Assessed(RiskVerdict verdict, bool isAnswered, TimeSpan duration) => assessments.Record(
        duration.TotalSeconds,
        new KeyValuePair<string, object?>("verdict", PolicyNames.Of(verdict)),
        new KeyValuePair<string, object?>("answered", isAnswered ? "true" : "false"));

    public void Signalled(IReadOnlyList<string> signals, PolicySubject subject, string reference)
    {
        foreach (var signal in signals)
        {
            this.signals.Add(1, new KeyValuePair<string, object?>("signal", signal));
        }

        events.Tell(ErrorEvents.SecurityAnomaly(
            signals, PolicyNames.Of(subject.Kind), subject.WalletId.ToString(), subject.UserId.Value, reference));
        LogSignals(subject.WalletId.Value, reference, string.Join(", ", signals));
    }

    public void Found(string finding, PolicySubject subject, string reference)
    {
        findings.Add(1, new KeyValuePair<string, object?>("finding", finding));
        LogFinding(finding, subject.WalletId.Value, subject.Caller.Value, reference);
    }

    public void Dispose() => meter.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "Wallet {WalletId}, request {Reference}: unusual ({Signals})")]
    private partial void LogSignals(Guid walletId, string reference, string signals);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Finding} in a transaction for wallet {WalletId} from caller {Caller}, request {Reference}")]
    private partial void LogFinding(string finding, Guid walletId, string caller, string reference);
}
