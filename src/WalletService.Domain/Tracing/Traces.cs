using System.Diagnostics;

namespace WalletService.Domain.Tracing;

/// <summary>
/// The traces that the service's work belongs to, in the form of W3C Trace Context. A trace is handed on from the request to what is
/// done for it later, and to whoever gets its replies and events, also where the service itself records none.
/// </summary>
public static class Traces
{
    /// <summary>The name of the source that all of the service's spans come from.</summary>
    public const string SourceName = "WalletService";

    /// <summary>The header of messages that carries the context.</summary>
    public const string Header = "traceparent";

    /// <summary>The one source.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>The <c>traceparent</c> of what is being done now; null when it belongs to no trace.</summary>
    public static string? Current => Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } ? id : null;

    /// <summary>
    /// Begins a part of the work that is being done now. Null where that belongs to no trace: what goes on in the background makes no
    /// traces of its own.
    /// </summary>
    public static Activity? Within(string name, ActivityKind kind = ActivityKind.Internal) =>
        Activity.Current is null ? null : Source.StartActivity(name, kind);

    /// <summary>Begins work that was asked for in another place or at another time.</summary>
    /// <param name="traceParent">The context in which it was asked for; when there is none, or none that can be read, a trace begins.</param>
    /// <returns>To be disposed at the end of the work; null when there is neither a trace to go on with nor anybody who records.</returns>
    public static Activity? Continue(string name, ActivityKind kind, string? traceParent)
    {
        if (!ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out var parent))
        {
            return Source.StartActivity(name, kind);
        }

        return Source.StartActivity(name, kind, parent) ?? Carry(name, parent);
    }

    /// <summary>Work on several requests at once belongs to the trace of none of them and is linked to all.</summary>
    public static Activity? Join(string name, IEnumerable<string?> traceParents)
    {
        if (!Source.HasListeners())
        {
            return null;
        }

        var links = traceParents
            .Where(traceParent => ActivityContext.TryParse(traceParent, traceState: null, isRemote: true, out _))
            .Distinct(StringComparer.Ordinal)
            .Select(traceParent => new ActivityLink(ActivityContext.Parse(traceParent!, traceState: null)));
        return Source.StartActivity(name, ActivityKind.Internal, parentContext: default, tags: null, links);
    }

    /// <summary>Has an activity that is not worth a record left out of what is exported.</summary>
    public static void LeaveOut(this Activity activity) => activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;

    /// <summary>Nobody records; the context goes on all the same, under the caller's own span.</summary>
    private static Activity Carry(string name, ActivityContext parent) =>
        new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
}
