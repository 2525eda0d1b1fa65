using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using WalletService.Host.Metrics;

namespace WalletService.Host.Health;

/// <summary>
/// Sees the real traffic over each link of the chain by listening to the service's own metrics, so that nothing is measured twice.
/// </summary>
public sealed class ChainObserver : IDisposable
{
    /// <summary>Histograms in milliseconds, by the link that they time.</summary>
    private static readonly Dictionary<string, string> Timed = new(StringComparer.Ordinal)
    {
        ["wallet_postgres_call_duration"] = ChainLinks.Postgres,
        ["wallet_redis_call_duration"] = ChainLinks.Redis,
        ["wallet_transaction_signing_duration_ms"] = ChainLinks.Kms,
        ["wallet_request_duration"] = ChainLinks.Broker,
        ["wallet_transfer_step_duration"] = ChainLinks.Tracker,
    };

    /// <summary>Counters by the outcomes that are failures of the link.</summary>
    private static readonly Dictionary<string, (string Link, string[] Failures)> Counted = new(StringComparer.Ordinal)
    {
        ["wallet_postgres_calls"] = (ChainLinks.Postgres, ["unavailable", "unknown", "error"]),
        ["wallet_redis_calls"] = (ChainLinks.Redis, ["failed", "skipped"]),
        ["wallet_rpc_calls"] = (ChainLinks.Node, ["unavailable"]),
    };

    /// <summary>Rounds of background work, by the link whose work it is.</summary>
    private static readonly Dictionary<string, string> Rounds = new(StringComparer.Ordinal)
    {
        ["scan"] = ChainLinks.Scanner,
        ["reconciliation"] = ChainLinks.Scanner,
        ["watch"] = ChainLinks.Tracker,
        ["claim"] = ChainLinks.Tracker,
        ["statuses"] = ChainLinks.Tracker,
        ["release"] = ChainLinks.Tracker,
    };

    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, RecentTraffic> traffic = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Label), double> gauges = new();
    private readonly Lock reading = new();
    private readonly TimeProvider time;

    public ChainObserver(TimeProvider time)
    {
        this.time = time;
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == WalletMetrics.MeterName && IsOfUse(instrument))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>What went over the link in the last minute.</summary>
    public TrafficSummary TrafficOf(string link) => Traffic(link).Read();

    /// <summary>The values of the gauges as of now, by name and label (empty when it has none).</summary>
    public IReadOnlyDictionary<(string Name, string Label), double> ReadGauges()
    {
        lock (reading)
        {
            listener.RecordObservableInstruments();
            return new Dictionary<(string Name, string Label), double>(gauges);
        }
    }

    public void Dispose() => listener.Dispose();

    private static bool IsOfUse(Instrument instrument) =>
        instrument is ObservableGauge<double> or ObservableGauge<long> or ObservableGauge<int> or Gauge<int>
        || Timed.ContainsKey(instrument.Name)
        || Counted.ContainsKey(instrument.Name)
        || instrument.Name == "wallet_round_failures";

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Timed.TryGetValue(instrument.Name, out var timed))
        {
            Traffic(timed).Took(value);
        }
        else if (Counted.TryGetValue(instrument.Name, out var counted))
        {
            NoteCall(counted.Link, counted.Failures, (long)value, tags);
        }
        else if (instrument.Name == "wallet_round_failures")
        {
            NoteRound((long)value, tags);
        }
        else
        {
            gauges[(instrument.Name, tags.Length > 0 ? tags[0].Value?.ToString() ?? string.Empty : string.Empty)] = value;
        }
    }

    private void NoteCall(string link, string[] failures, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (link == ChainLinks.Node && ValueOf(tags, "node") is { } node)
        {
            link = ChainLinks.OfNode(node);
            Traffic(link).Took(0);
        }

        if (ValueOf(tags, "outcome") is { } outcome && failures.Contains(outcome, StringComparer.Ordinal))
        {
            Traffic(link).Failed(count);
        }
    }

    private void NoteRound(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (ValueOf(tags, "round") is { } round && Rounds.TryGetValue(round, out var link))
        {
            Traffic(link).Failed(count);
        }
    }

    private static string? ValueOf(ReadOnlySpan<KeyValuePair<string, object?>> tags, string key)
    {
        foreach (var tag in tags)
        {
            if (tag.Key == key)
            {
                return tag.Value as string;
            }
        }

        return null;
    }

    private RecentTraffic Traffic(string link) => traffic.GetOrAdd(link, _ => new RecentTraffic(time));
}

/// <summary>The links of the chain from a request to an event.</summary>
public static class ChainLinks
{
    public const string Broker = "broker";
    public const string Redis = "redis";
    public const string Postgres = "postgres";
    public const string Kms = "kms";
    public const string Node = "node";
    public const string Scanner = "scanner";
    public const string Tracker = "tracker";
    public const string Relay = "outbox-relay";

    public static string OfNode(string name) => $"{Node}:{name}";
}
