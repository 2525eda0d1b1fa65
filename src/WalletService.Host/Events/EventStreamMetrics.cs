using System.Diagnostics.Metrics;
using WalletService.Host.Metrics;

namespace WalletService.Host.Events;

/// <summary>What is measured of the live streams.</summary>
internal sealed class EventStreamMetrics : IDisposable
{
    private static readonly int[] Refusals =
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        StatusCodes.Status410Gone,
        StatusCodes.Status503ServiceUnavailable,
    ];

    private readonly Meter meter = new(WalletMetrics.MeterName);
    private readonly Counter<long> sent;
    private readonly Counter<long> refused;
    private int readers;

    public EventStreamMetrics()
    {
        meter.CreateObservableGauge("wallet_event_stream_readers", () => Volatile.Read(ref readers), description: "Readers of the live stream of events.");
        sent = meter.CreateCounter<long>("wallet_event_stream_events", description: "Events sent to readers of the live stream.");
        refused = meter.CreateCounter<long>("wallet_event_stream_refusals", description: "Requests for the live stream that were refused, by HTTP status.");
        sent.Add(0);
        foreach (var status in Refusals)
        {
            Refused(status, 0);
        }
    }

    public void Sent(int events) => sent.Add(events);

    public void Refused(int status) => Refused(status, 1);

    /// <summary>False when there are as many readers as may be.</summary>
    public bool TryEnter(int maximum)
    {
        if (Interlocked.Increment(ref readers) <= maximum)
        {
            return true;
        }

        Interlocked.Decrement(ref readers);
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref readers);

    public void Dispose() => meter.Dispose();

    private void Refused(int status, long count) => refused.Add(count, new KeyValuePair<string, object?>("status", status));
}
