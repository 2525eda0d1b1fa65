using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;

namespace WalletService.Host.Diagnosis;

/// <summary>Asks the probes of <c>/health</c>, but for those that need a running service or are examined more closely.</summary>
internal sealed class ProbeExamination(IEnumerable<IDependencyProbe> probes) : IExamination
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The messages and the nodes are known to a service that runs, and each has an examination of its own, as has PostgreSQL.</summary>
    private static readonly string[] ExaminedElsewhere = ["messaging", "postgres", "solana-rpc"];

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken) => await Task.WhenAll(
        probes.Where(probe => !ExaminedElsewhere.Contains(probe.Name, StringComparer.Ordinal)).Select(probe => AskAsync(probe, cancellationToken)));

    private static async Task<Observation> AskAsync(IDependencyProbe probe, CancellationToken cancellationToken)
    {
        DependencyState state;
        try
        {
            state = await probe.ProbeAsync(cancellationToken).WaitAsync(Patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            state = new DependencyState(Healthy: false, $"No answer within {Patience.TotalSeconds:0} s.");
        }

        return (state.Healthy, probe.Essential) switch
        {
            (true, _) => Observation.Well(probe.Name, state.Detail),
            (false, true) => Observation.Trouble(probe.Name, state.Detail, "The sentence ends in the kind of failure. Runbook: WalletKmsDown."),
            (false, false) => Observation.Remark(probe.Name, state.Detail, "Repair it without hurry; nothing is lost. Runbook: WalletRedisDown."),
        };
    }
}
