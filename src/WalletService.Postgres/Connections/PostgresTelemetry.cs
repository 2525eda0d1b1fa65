using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly.CircuitBreaker;
using WalletService.Domain.Ports;
using WalletService.Domain.Tracing;

namespace WalletService.Postgres.Connections;

/// <summary>What the adapter measures and traces of its calls.</summary>
internal sealed class PostgresTelemetry
{
    private readonly TimeProvider time;
    private readonly Counter<long> calls;
    private readonly Histogram<double> durations;
    private readonly Counter<long> roundTrips;
    private readonly Histogram<int> batchSizes;

    public PostgresTelemetry(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        var meter = factory.Create("WalletService");
        calls = meter.CreateCounter<long>("wallet_postgres_calls", description: "Calls of the store by operation and outcome.");
        durations = meter.CreateHistogram<double>("wallet_postgres_call_duration", "ms", "Time that calls of the store took.");
        roundTrips = meter.CreateCounter<long>(
            "wallet_sql_round_trips", description: "How often the database was asked and its answer awaited, by operation.");
        batchSizes = meter.CreateHistogram<int>(
            "wallet_sql_batch_size", description: "How many calls were served by one transaction, by operation.");
        meter.CreateObservableGauge(
            "wallet_postgres_breaker_open",
            () => Breaker.CircuitState is CircuitState.Open or CircuitState.Isolated ? 1 : 0,
            description: "1 while the database is not asked because it has just failed too often, else 0.");
    }

    /// <summary>Tells whether the database is being asked.</summary>
    public CircuitBreakerStateProvider Breaker { get; } = new();

    /// <summary>Runs a call, traces it and counts how it ended: <c>ok</c>, <c>unavailable</c>, <c>unknown</c>, <c>cancelled</c> or <c>error</c>.</summary>
    public async Task<T> MeasureAsync<T>(string operation, Func<Task<T>> call)
    {
        using var activity = Traces.Within($"postgres {operation}", ActivityKind.Client);
        var started = time.GetTimestamp();
        var outcome = "error";
        try
        {
            var result = await call();
            outcome = "ok";
            return result;
        }
        catch (Exception exception)
        {
            outcome = Outcome(exception);
            throw;
        }
        finally
        {
            activity?.SetTag("db.system.name", "postgresql");
            activity?.SetTag("outcome", outcome);
            calls.Add(1, new("operation", operation), new("outcome", outcome));
            durations.Record(time.GetElapsedTime(started).TotalMilliseconds, new KeyValuePair<string, object?>("operation", operation));
        }
    }

    public void Asked(string operation, int times) => roundTrips.Add(times, new KeyValuePair<string, object?>("operation", operation));

    public void Gathered(string operation, int count) => batchSizes.Record(count, new KeyValuePair<string, object?>("operation", operation));

    private static string Outcome(Exception exception) => exception switch
    {
        OperationCanceledException => "cancelled",
        OutcomeUnknownException => "unknown",
        PortUnavailableException => "unavailable",
        _ => "error",
    };
}
