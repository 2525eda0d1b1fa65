using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly.CircuitBreaker;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google.Telemetry;

/// <summary>Counts, times, traces and logs every attempt of a call.</summary>
internal sealed class KmsTelemetry
{
    private const string SourceName = "WalletService";
    private const string Succeeded = "ok";
    private static readonly ActivitySource Activities = new(SourceName);
    private readonly ILogger<KmsTelemetry> logger;
    private readonly Counter<long> calls;
    private readonly Histogram<double> durations;
    private readonly Counter<long> retries;
    private readonly ConcurrentDictionary<string, CircuitBreakerStateProvider> breakers = new(StringComparer.Ordinal);

    public KmsTelemetry(IMeterFactory meters, ILogger<KmsTelemetry> logger)
    {
        this.logger = logger;
        var meter = meters.Create(SourceName);
        calls = meter.CreateCounter<long>("wallet_kms_calls", description: "Attempts of calls to Cloud KMS, by operation and outcome.");
        durations = meter.CreateHistogram<double>("wallet_kms_call_duration", "ms", "Duration of attempts of calls to Cloud KMS.");
        retries = meter.CreateCounter<long>("wallet_kms_retries", description: "Attempts after the first, by operation and the outcome of the one before.");
        meter.CreateObservableGauge(
            "wallet_kms_breaker_state",
            () => breakers.Select(breaker => new Measurement<int>(
                (int)breaker.Value.CircuitState, new KeyValuePair<string, object?>("location", breaker.Key))),
            description: "Circuit breaker before a location of Cloud KMS: 0 closed, 1 open, 2 half-open.");
    }

    public void Watch(string location, CircuitBreakerStateProvider state) => breakers[location] = state;

    public static Activity? Start<TReply>(KmsCall<TReply> call)
    {
        var activity = Activities.StartActivity("kms " + call.Operation, ActivityKind.Client);
        activity?.SetTag("rpc.system", "google-cloud-kms");
        activity?.SetTag("rpc.method", call.Operation);
        activity?.SetTag("kms.resource", call.Resource);
        return activity;
    }

    public void CallSucceeded<TReply>(KmsCall<TReply> call, int attempt, TimeSpan duration)
    {
        Record(call.Operation, Succeeded, duration);
        Log.CallSucceeded(
            logger, call.Operation, call.Resource, attempt, Succeeded, duration.TotalMilliseconds, call.DataLength, call.DataCrc32C);
    }

    public void CallFailed<TReply>(KmsCall<TReply> call, int attempt, TimeSpan duration, KmsFailureException failure)
    {
        var outcome = failure.Kind.ToOutcome();
        Record(call.Operation, outcome, duration);
        Log.CallFailed(
            logger,
            call.Operation,
            call.Resource,
            attempt,
            outcome,
            failure.HttpStatus,
            failure.Reason,
            duration.TotalMilliseconds,
            call.DataLength,
            call.DataCrc32C,
            failure.Message);
    }

    public void Retrying<TReply>(KmsCall<TReply> call, FailureKind after, TimeSpan delay)
    {
        retries.Add(1, new("operation", call.Operation), new("outcome", after.ToOutcome()));
        Log.Retrying(logger, call.Operation, call.Resource, delay.TotalMilliseconds);
    }

    public void BreakerOpened(string location, TimeSpan duration) => Log.BreakerOpened(logger, location, duration.TotalSeconds);

    public void BreakerClosed(string location) => Log.BreakerClosed(logger, location);

    private void Record(string operation, string outcome, TimeSpan duration)
    {
        KeyValuePair<string, object?> operationTag = new("operation", operation);
        KeyValuePair<string, object?> outcomeTag = new("outcome", outcome);
        calls.Add(1, operationTag, outcomeTag);
        durations.Record(duration.TotalMilliseconds, operationTag, outcomeTag);
    }
}
