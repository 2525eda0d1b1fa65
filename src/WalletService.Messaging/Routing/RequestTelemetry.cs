using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Tracing;
using WalletService.Messaging.Callers;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>Counts, times, traces and logs requests. Never their bodies.</summary>
internal sealed class RequestTelemetry(CallerLabels callers, TimeProvider time, ILogger<RequestTelemetry> logger)
{
    /// <summary>The outcome of a request that was granted, beside the codes of errors.</summary>
    public const string Success = "OK";

    private const string Unknown = "unknown";

    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "wallet_requests", description: "Requests answered, by route, caller and outcome.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "wallet_request_duration", "ms", "Time from taking a request to sending its reply, by route.");

    private static readonly Histogram<double> Stages = Meter.CreateHistogram<double>(
        "wallet_request_stage_duration", "ms", "Time that a stage of requests took, from the queue to the reply.");

    private static long inProgress;

    static RequestTelemetry() => Meter.CreateObservableGauge(
        "wallet_requests_in_progress", () => Interlocked.Read(ref inProgress), description: "Requests that were taken and are not answered yet.");

    /// <summary>A request was taken. It continues the trace of a caller that sent one.</summary>
    public RequestRun Begin(RequestDelivery delivery)
    {
        Interlocked.Increment(ref inProgress);
        var now = time.GetTimestamp();
        if (delivery.Origin.SentAt is { } sentAt)
        {
            Stages.Record(Math.Max(0, (time.GetUtcNow() - sentAt).TotalMilliseconds), new KeyValuePair<string, object?>("stage", RequestStages.Queue));
        }

        return new RequestRun(this, delivery, Traces.Continue(RouteOf(delivery), ActivityKind.Server, delivery.Origin.TraceParent), now);
    }

    /// <summary>A stage has ended; returns its end, which is the beginning of the next one.</summary>
    internal long EndStage(string stage, long since)
    {
        var now = time.GetTimestamp();
        Stages.Record(time.GetElapsedTime(since, now).TotalMilliseconds, new KeyValuePair<string, object?>("stage", stage));
        return now;
    }

    /// <summary>A request was answered.</summary>
    /// <param name="errorCode">Null when it was granted.</param>
    internal void Record(RequestDelivery delivery, string? errorCode, long started)
    {
        var route = RouteOf(delivery);
        var outcome = errorCode ?? Success;
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        Requests.Add(1, new("route", route), new("caller", callers.Of(delivery.Origin)), new("outcome", outcome));
        Durations.Record(elapsed, new KeyValuePair<string, object?>("route", route));
        if (logger.IsEnabled(LogLevel.Information))
        {
            var userId = delivery.Request is { } request ? delivery.Route?.UserIdOf(request) : null;
            var requestId = delivery.Request is { } content ? delivery.Route?.RequestIdOf(content) : null;
            logger.RequestAnswered(route, userId, requestId ?? delivery.Origin.MessageId ?? delivery.Origin.CorrelationId, outcome, elapsed);
        }
    }

    internal static void Leave() => Interlocked.Decrement(ref inProgress);

    private static string RouteOf(RequestDelivery delivery) => delivery.Route?.Name ?? Unknown;
}
