using System.Collections.Concurrent;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.TestKit.Fakes;

/// <summary>Keeps what was found out about requests.</summary>
public sealed class RecordedRiskTelemetry : IRiskTelemetry
{
    public ConcurrentQueue<(RiskVerdict Verdict, bool IsAnswered)> Assessments { get; } = new();

    public ConcurrentQueue<(string Signal, string Reference)> Signals { get; } = new();

    public ConcurrentQueue<(string Finding, string Reference)> Findings { get; } = new();

    public void Assessed(RiskVerdict verdict, bool isAnswered, TimeSpan duration) => Assessments.Enqueue((verdict, isAnswered));

    public void Signalled(IReadOnlyList<string> signals, PolicySubject subject, string reference)
    {
        foreach (var signal in signals)
        {
            Signals.Enqueue((signal, reference));
        }
    }

    public void Found(string finding, PolicySubject subject, string reference) => Findings.Enqueue((finding, reference));
}
