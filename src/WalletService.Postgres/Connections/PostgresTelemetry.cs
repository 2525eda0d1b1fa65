using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace WalletService.Postgres.Connections;

/// <summary>What the adapter measures and traces of its transactions.</summary>
internal sealed class PostgresTelemetry
{
    private static readonly ActivitySource Activities = new("WalletService");

    private readonly Counter<long> calls;
    private readonly Histogram<double> durations;

    public PostgresTelemetry(IMeterFactory factory)
    {
        var meter = factory.Create("WalletService");
        calls = meter.CreateCounter<long>("wallet_postgres_calls", description: "Database transactions by operation and outcome.");
        durations = meter.CreateHistogram<double>("wallet_postgres_call_duration", "ms", "Time that database transactions took.");
    }

    public static Activity? Start(string operation) => Activities.StartActivity($"postgres {operation}", ActivityKind.Client);

    /// <param name="outcome"><c>ok</c>, <c>unavailable</c>, <c>unknown</c>, <c>cancelled</c> or <c>error</c>.</param>
    public void Ended(string operation, string outcome, TimeSpan elapsed)
    {
        calls.Add(1, new("operation", operation), new("outcome", outcome));
        durations.Record(elapsed.TotalMilliseconds, new KeyValuePair<string, object?>("operation", operation));
    }
}
