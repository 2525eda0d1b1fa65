using System.Diagnostics;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Routing;

/// <summary>One request on its way from the queue to its reply, for the metrics and the trace.</summary>
internal sealed class RequestRun : IDisposable
{
    private readonly RequestTelemetry telemetry;
    private readonly RequestDelivery delivery;
    private readonly Activity? activity;
    private readonly long started;
    private long stageBegan;
    private int ended;

    public RequestRun(RequestTelemetry telemetry, RequestDelivery delivery, Activity? activity, long started)
    {
        this.telemetry = telemetry;
        this.delivery = delivery;
        this.activity = activity;
        this.started = started;
        stageBegan = started;
    }

    /// <summary>A stage of <see cref="RequestStages"/> is over.</summary>
    public void EndStage(string stage) => stageBegan = telemetry.EndStage(stage, stageBegan);

    /// <summary>The reply was sent.</summary>
    /// <param name="errorCode">Null when the request was granted.</param>
    public void End(string? errorCode)
    {
        EndStage(RequestStages.Reply);
        activity?.SetTag("outcome", errorCode ?? RequestTelemetry.Success);
        telemetry.Record(delivery, errorCode, started);
        Dispose();
    }

    /// <summary>Also of a request that was given up without a reply.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) == 0)
        {
            RequestTelemetry.Leave();
            activity?.Dispose();
        }
    }
}

/// <summary>Where the time of requests goes.</summary>
internal static class RequestStages
{
    /// <summary>From the sender's clock to ours, where the sender has told.</summary>
    public const string Queue = "queue";

    public const string Limits = "limits";

    public const string Handling = "handling";

    /// <summary>For the state of a transfer that the caller wants to see.</summary>
    public const string Waiting = "waiting";

    public const string Reply = "reply";
}
