using System.Diagnostics.Metrics;

namespace WalletService.Ledger.Solana;

/// <summary>What the adapter measures of its calls to nodes.</summary>
internal sealed class LedgerMetrics
{
    private readonly Counter<long> calls;
    private readonly Histogram<double> durations;
    private readonly Meter meter;

    public LedgerMetrics(IMeterFactory factory)
    {
        meter = factory.Create("WalletService");
        calls = meter.CreateCounter<long>("wallet_rpc_calls", description: "Calls of Solana nodes by method and outcome.");
        durations = meter.CreateHistogram<double>("wallet_rpc_call_duration", "ms", "Time that calls of Solana nodes took.");
    }

    /// <param name="outcome"><c>ok</c>, <c>refused</c> (the node answered with an error), <c>unavailable</c> or <c>cancelled</c>.</param>
    public void CallEnded(string node, string method, string outcome, TimeSpan elapsed)
    {
        calls.Add(1, new("node", node), new("method", method), new("outcome", outcome));
        durations.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("method", method));
    }

    /// <summary>1 while the node's circuit breaker is open.</summary>
    public void ObserveBreaker(string node, Func<bool> isOpen) =>
        meter.CreateObservableGauge(
            "wallet_rpc_breaker_open",
            () => new Measurement<int>(isOpen() ? 1 : 0, new KeyValuePair<string, object?>("node", node)),
            description: "Whether the circuit breaker of a Solana node is open.");
}
