using System.Globalization;

namespace WalletService.Host.Health;

/// <summary>The links of the chain with state and latency: of the real traffic of the last minute, else of the last probe.</summary>
public sealed class ChainReporter(DependencyMonitor monitor, ChainObserver observer)
{
    private const string Healthy = "healthy";
    private const string Degraded = "degraded";
    private const string Down = "down";

    /// <summary>An event is published within a fraction of a second; when the oldest waits this long something is wrong.</summary>
    private const double RelayPatienceSeconds = 10;

    /// <summary>Links that are dependencies, with the names of their probes.</summary>
    private static readonly (string Link, string[] Probes)[] Dependencies =
    [
        (ChainLinks.Broker, ["messaging"]),
        (ChainLinks.Redis, ["redis"]),
        (ChainLinks.Postgres, ["postgres", "store"]),
        (ChainLinks.Kms, ["kms"]),
    ];

    public IReadOnlyList<ChainLink> Read()
    {
        var states = monitor.States;
        var gauges = observer.ReadGauges();
        return
        [
            .. Dependencies.Select(link => Dependency(link.Link, states.FirstOrDefault(state => link.Probes.Contains(state.Name)))).OfType<ChainLink>(),
            .. gauges.Keys.Where(gauge => gauge.Name == "wallet_rpc_node_state").Select(gauge => gauge.Label)
                .Order(StringComparer.Ordinal).Select(node => NodeLink(node, gauges)),
            Scanner(gauges),
            Tracker(gauges),
            Relay(gauges),
        ];
    }

    /// <summary>Null for what this instance does not use.</summary>
    private ChainLink? Dependency(string link, ObservedDependency? probed)
    {
        if (probed is null)
        {
            return null;
        }

        var traffic = observer.TrafficOf(link);
        var state = !probed.Healthy ? Down : traffic.Failures > 0 ? Degraded : Healthy;
        return traffic.AverageMilliseconds is { } average
            ? new ChainLink(link, state, "traffic", average, traffic.SlowestMilliseconds, traffic.Calls, traffic.Failures, probed.Detail)
            : new ChainLink(link, state, "probe", probed.ProbeMilliseconds, null, 0, traffic.Failures, probed.Detail);
    }

    private ChainLink NodeLink(string node, IReadOnlyDictionary<(string Name, string Label), double> gauges)
    {
        var link = ChainLinks.OfNode(node);
        var traffic = observer.TrafficOf(link);
        var state = gauges[("wallet_rpc_node_state", node)] switch { 0 => Healthy, 1 => Degraded, _ => Down };
        return new ChainLink(
            link,
            state,
            traffic.Calls > 0 ? "traffic" : "probe",
            gauges.GetValueOrDefault(("wallet_rpc_node_latency", node)),
            null,
            traffic.Calls,
            traffic.Failures,
            Text($"{gauges.GetValueOrDefault(("wallet_rpc_node_slots_behind", node)):0} slots behind the best node"));
    }

    private ChainLink Scanner(IReadOnlyDictionary<(string Name, string Label), double> gauges)
    {
        var failures = observer.TrafficOf(ChainLinks.Scanner).Failures;
        var hasGap = gauges.GetValueOrDefault(("wallet_deposit_gap", string.Empty)) > 0;
        var lag = gauges.GetValueOrDefault(("wallet_deposit_lag_slots", string.Empty));
        var detail = hasGap ? "a block is missing on every node" : Text($"{lag:0} slots behind when this instance last booked");
        return new ChainLink(ChainLinks.Scanner, hasGap ? Down : failures > 0 ? Degraded : Healthy, "traffic", null, null, 0, failures, detail);
    }

    private ChainLink Tracker(IReadOnlyDictionary<(string Name, string Label), double> gauges)
    {
        var traffic = observer.TrafficOf(ChainLinks.Tracker);
        var open = gauges.Where(gauge => gauge.Key.Name == "wallet_transfers_open").Sum(gauge => gauge.Value);
        return new ChainLink(
            ChainLinks.Tracker,
            traffic.Failures > 0 ? Degraded : Healthy,
            "traffic",
            traffic.AverageMilliseconds,
            traffic.SlowestMilliseconds,
            traffic.Calls,
            traffic.Failures,
            Text($"{open:0} transfers are open"));
    }

    private static ChainLink Relay(IReadOnlyDictionary<(string Name, string Label), double> gauges)
    {
        var waiting = gauges.GetValueOrDefault(("wallet_outbox_events", string.Empty));
        var age = gauges.GetValueOrDefault(("wallet_outbox_age", string.Empty));
        var isHere = gauges.GetValueOrDefault(("wallet_outbox_relay", string.Empty)) > 0;
        return new ChainLink(
            ChainLinks.Relay,
            age > RelayPatienceSeconds ? Degraded : Healthy,
            "traffic",
            age * 1_000,
            null,
            0,
            0,
            Text($"{waiting:0} events wait to be published by {(isHere ? "this" : "another")} instance"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <param name="Link">E.g. <c>postgres</c>, or <c>node:primary</c> for a Solana node.</param>
/// <param name="State"><c>healthy</c>, <c>degraded</c> (calls failed in the last minute, or it is late) or <c>down</c>.</param>
/// <param name="Source"><c>traffic</c> of the last minute, or <c>probe</c> when there was none.</param>
/// <param name="LatencyMs">Average of the calls, or the time of the last probe; of the relay the age of the oldest event. Null when unknown.</param>
/// <param name="Calls">Of the last minute.</param>
/// <param name="Failures">Of the last minute: calls without a usable answer, or rounds of work that failed.</param>
public sealed record ChainLink(
    string Link, string State, string Source, double? LatencyMs, double? SlowestMs, long Calls, long Failures, string Detail);
