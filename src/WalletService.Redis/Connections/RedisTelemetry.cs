using System.Diagnostics.Metrics;

namespace WalletService.Redis.Connections;

/// <summary>What the adapter measures of its calls.</summary>
internal sealed class RedisTelemetry
{
    private readonly Counter<long> calls;
    private readonly Histogram<double> durations;
    private long memory = -1;

    public RedisTelemetry(IMeterFactory factory)
    {
        var meter = factory.Create("WalletService");
        calls = meter.CreateCounter<long>("wallet_redis_calls", description: "Calls of Redis by operation and outcome.");
        meter.CreateObservableGauge(
            "wallet_redis_memory", unit: "By", observeValues: ReadMemory, description: "Memory that Redis uses, as it says itself.");
        durations = meter.CreateHistogram<double>("wallet_redis_call_duration", "ms", "Time that calls of Redis took.");
    }

    /// <param name="bytes">Null when Redis did not say.</param>
    public void MemoryUsed(long? bytes) => Interlocked.Exchange(ref memory, bytes ?? -1);

    /// <param name="outcome"><c>ok</c>, <c>failed</c> or <c>skipped</c> (not even tried, soon after a failure).</param>
    public void Ended(string operation, string outcome, TimeSpan elapsed)
    {
        calls.Add(1, new("operation", operation), new("outcome", outcome));
        durations.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("operation", operation));
    }

    private IEnumerable<Measurement<long>> ReadMemory() => Interlocked.Read(ref memory) is >= 0 and var bytes ? [new Measurement<long>(bytes)] : [];
}
