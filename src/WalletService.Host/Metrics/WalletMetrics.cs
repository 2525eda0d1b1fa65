using System.Diagnostics.Metrics;
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
        signingDuration = meter.CreateHistogram<double>(
            "wallet_transaction_signing_duration_ms", description: "Time to sign a message, in milliseconds, retries included.");
        keyMismatches = meter.CreateCounter<long>(
            "wallet_key_mismatches", description: "Signatures refused because the stored key is not what the vault knows, by reason.");
        transferMoves = meter.CreateCounter<long>("wallet_transfer_moves", description: "Moves of transfers, by the state moved to.");
        transferDelays = meter.CreateCounter<long>(
            "wallet_transfer_delays", description: "Steps of transfers that have to be tried again, by state.");
        sends = meter.CreateCounter<long>("wallet_transaction_sends", description: "Transactions sent to a node, by outcome.");
        transferDuration = meter.CreateHistogram<double>(
            "wallet_transfer_duration", unit: "s", description: "Time from the receipt of a transfer to a state, by that state.");
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

    public void RecordMove(string state, TimeSpan sinceReceipt)
    {
        var label = new KeyValuePair<string, object?>("state", state);
        transferMoves.Add(1, label);
        transferDuration.Record(sinceReceipt.TotalSeconds, label);
    }

    public void RecordDelay(string state) => transferDelays.Add(1, new KeyValuePair<string, object?>("state", state));

    public void RecordSend(string outcome) => sends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    public void Dispose() => meter.Dispose();
}
