using System.Diagnostics.Metrics;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Host.Health;

namespace WalletService.Host.Metrics;

/// <summary>The metrics of the service as a whole. Those of an adapter are in the adapter.</summary>
public sealed class WalletMetrics : IDisposable
{
    /// <summary>The name of the meter that all of the service's instruments belong to.</summary>
    public const string MeterName = "WalletService";

    private readonly Meter meter = new(MeterName);
    private readonly SlidingRate signing;
    private readonly SlidingRate kmsErrors;
    private readonly Histogram<double> signingDuration;
    private readonly Counter<long> transferMoves;
    private readonly Counter<long> transferDelays;
    private readonly Counter<long> sends;
    private readonly Histogram<double> transferDuration;
    private readonly Counter<long> keyMismatches;
    private readonly Histogram<double> stages;
    private readonly Counter<long> failures;
    private readonly Counter<long> roundFailures;

    public WalletMetrics(DependencyMonitor dependencies, TimeProvider time)
    {
        signing = new SlidingRate(time);
        kmsErrors = new SlidingRate(time);
        meter.CreateObservableGauge(
            "wallet_service_up", () => dependencies.IsReady ? 1 : 0, description: "1 while the service can take work, else 0.");
        meter.CreateObservableGauge(
            "wallet_transaction_signing_success_rate",
            () => signing.Read(whenNone: 1),
            description: "Share of signatures asked for in the last five minutes that were made; 1 when none was asked for.");
        meter.CreateObservableGauge(
            "wallet_kms_error_rate",
            () => kmsErrors.Read(whenNone: 0),
            description: "Share of calls to the key vault in the last five minutes that failed after their retries.");
        meter.CreateObservableGauge(
            "wallet_dependency_up",
            () => dependencies.States.Select(state => new Measurement<int>(
                state.Healthy ? 1 : 0, new KeyValuePair<string, object?>("dependency", state.Name))),
            description: "1 while the dependency answers its probe, else 0.");
        meter.CreateObservableGauge(
            "wallet_dependency_probe",
            unit: "ms",
            description: "How long the last probe of the dependency took.",
            observeValues: () => dependencies.States.Select(state => new Measurement<double>(
                state.ProbeMilliseconds, new KeyValuePair<string, object?>("dependency", state.Name))));
        signingDuration = meter.CreateHistogram<double>(
            "wallet_transaction_signing_duration_ms", description: "Time to sign a message, in milliseconds, retries included.");
        keyMismatches = meter.CreateCounter<long>(
            "wallet_key_mismatches", description: "Signatures refused because the stored key is not what the vault knows, by reason.");
        transferMoves = meter.CreateCounter<long>("wallet_transfer_moves", description: "Moves of transfers, by the state moved to.");
        transferDelays = meter.CreateCounter<long>(
            "wallet_transfer_delays", description: "Steps of transfers that have to be tried again, by state.");
        sends = meter.CreateCounter<long>("wallet_transaction_sends", description: "Transactions sent to a node, by outcome.");
        transferDuration = meter.CreateHistogram<double>(
            "wallet_transfer_duration", unit: "s", description: "Time from the receipt of a transfer, or its last approval, to a state, by that state.");
        stages = meter.CreateHistogram<double>(
            "wallet_transfer_stage_duration", unit: "s", description: "Time that transfers stayed in a state, by what they waited for in it.");
        failures = meter.CreateCounter<long>(
            "wallet_transfer_failures", description: "Transfers that ended without being paid, by state and error code.");
        roundFailures = meter.CreateCounter<long>(
            "wallet_round_failures", description: "Rounds of background work that failed and are tried again, by name.");
    }

    /// <summary>
    /// Shows counters before their first count: Prometheus sees no increase in a series that begins at 1, and a first count is what
    /// an alarm waits for.
    /// </summary>
    public void ShowZeros()
    {
        foreach (var status in Enum.GetValues<TransferStatus>())
        {
            var state = new KeyValuePair<string, object?>("state", status.ToString().ToLowerInvariant());
            transferMoves.Add(0, state);
            if (!status.IsEnd())
            {
                transferDelays.Add(0, state);
            }
        }

        foreach (var reason in (string[])[KeyUnusableException.WrongWallet, KeyUnusableException.WrongKey])
        {
            keyMismatches.Add(0, new KeyValuePair<string, object?>("reason", reason));
        }

        foreach (var outcome in (string[])["accepted", "already_processed", "refused", "unknown"])
        {
            sends.Add(0, new KeyValuePair<string, object?>("outcome", outcome));
        }

        foreach (var round in (string[])["claim", "watch", "statuses", "release", "batch", "scan", "reconciliation"])
        {
            roundFailures.Add(0, new KeyValuePair<string, object?>("round", round));
        }
    }

    public void RecordKeyUse(string operation, TimeSpan duration, bool success)
    {
        kmsErrors.Record(!success);
        if (operation == "sign")
        {
            signing.Record(success);
            signingDuration.Record(duration.TotalMilliseconds);
        }
    }

    public void RecordKeyMismatch(string reason) => keyMismatches.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <param name="state">The state that it came to.</param>
    /// <param name="elapsed">Since it was received or, when people had to approve it, since they have.</param>
    public void RecordMove(string state, TimeSpan elapsed)
    {
        var label = new KeyValuePair<string, object?>("state", state);
        transferMoves.Add(1, label);
        transferDuration.Record(elapsed.TotalSeconds, label);
    }

    public void RecordStage(string stage, TimeSpan duration) =>
        stages.Record(Math.Max(0, duration.TotalSeconds), new KeyValuePair<string, object?>("stage", stage));

    public void RecordFailure(string state, string code) => failures.Add(1, new("state", state), new("code", code));

    public void RecordRoundFailure(string round) => roundFailures.Add(1, new KeyValuePair<string, object?>("round", round));

    public void RecordDelay(string state) => transferDelays.Add(1, new KeyValuePair<string, object?>("state", state));

    public void RecordSend(string outcome) => sends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => meter.Dispose();
}
