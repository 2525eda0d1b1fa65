using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>Counts, times and logs requests. Never their bodies.</summary>
internal sealed class RequestTelemetry(TimeProvider time, ILogger<RequestTelemetry> logger)
{
    /// <summary>The outcome of a request that was granted, beside the codes of errors.</summary>
    public const string Success = "OK";

    private static readonly ActivitySource Activities = new("WalletService");
    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Requests = Meter.CreateCounter<long>(
        "wallet_requests", description: "Requests answered, by route and outcome.");

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "wallet_request_duration", "ms", "Time from taking a request to sending its reply, by route.");

    /// <summary>A point in time, to be given to <see cref="Record"/>.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Continues the trace of a caller that sent a W3C <c>traceparent</c>, or the one that MassTransit has begun.</summary>
    public static Activity? StartActivity(string route, string? traceParent)
    {
        if (!Activities.HasListeners())
        {
            return null;
        }

        return ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent)
            ? Activities.StartActivity(route, ActivityKind.Server, parent)
            : Activities.StartActivity(route, ActivityKind.Server);
    }

    /// <summary>Records an answered request.</summary>
    /// <param name="errorCode">Null when it was granted.</param>
    public void Record(RequestDelivery delivery, string? errorCode, long started)
    {
        var route = delivery.Route?.Name ?? "unknown";
        var outcome = errorCode ?? Success;
        var elapsed = time.GetElapsedTime(started).TotalMilliseconds;
        Requests.Add(1, new("route", route), new("outcome", outcome));
        Durations.Record(elapsed, new KeyValuePair<string, object?>("route", route));
        if (logger.IsEnabled(LogLevel.Information))
        {
            var userId = delivery.Request is { } request ? delivery.Route?.UserIdOf(request) : null;
            var requestId = delivery.Request is { } content ? delivery.Route?.RequestIdOf(content) : null;
            logger.RequestAnswered(route, userId, requestId ?? delivery.Origin.MessageId ?? delivery.Origin.CorrelationId, outcome, elapsed);
        }
    }
}
