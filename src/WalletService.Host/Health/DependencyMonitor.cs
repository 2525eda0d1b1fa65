using System.Collections.Concurrent;
using System.Diagnostics;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Health;

/// <summary>Probes the outside dependencies in the background, so that a health request never waits for one.</summary>
public sealed partial class DependencyMonitor(
    IEnumerable<IDependencyProbe> probes,
    DependencyAnnouncer announcer,
    ServiceOptions options,
    TimeProvider time,
    ILogger<DependencyMonitor> logger) : BackgroundService
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, ObservedDependency> states = new(StringComparer.Ordinal);

    /// <summary>The last state of every dependency, by name; unknown ones are unhealthy.</summary>
    public IReadOnlyList<ObservedDependency> States =>
    [
        .. probes
            .Select(probe => states.GetValueOrDefault(
                probe.Name, new ObservedDependency(probe.Name, probe.Essential, Healthy: false, "not probed yet", 0, null)))
            .OrderBy(state => state.Name, StringComparer.Ordinal),
    ];

    /// <summary>Whether the service can take work.</summary>
    public bool IsReady => States.All(state => state.Healthy || !state.Essential);

    /// <summary>Probes all of them once.</summary>
    public Task ProbeAllAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(probes.Select(probe => ProbeAsync(probe, cancellationToken)));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // While something essential is missing, its return is noticed at once.
        while (!stoppingToken.IsCancellationRequested)
        {
            await ProbeAllAsync(stoppingToken);
            var wait = IsReady ? options.ProbeInterval : TimeSpan.FromMilliseconds(Math.Min(250, options.ProbeInterval.TotalMilliseconds));
            await Task.Delay(wait, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ProbeAsync(IDependencyProbe probe, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        DependencyState state;
        try
        {
            state = await probe.ProbeAsync(cancellationToken).WaitAsync(ProbeTimeout, time, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception exception)
        {
            state = new DependencyState(Healthy: false, $"the probe failed: {exception.GetType().Name}");
        }

        var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var before = states.GetValueOrDefault(probe.Name);
        var observed = new ObservedDependency(probe.Name, probe.Essential, state.Healthy, state.Detail, elapsed, time.GetUtcNow());
        states[probe.Name] = observed;
        announcer.Observe(observed);
        if (before?.Healthy != state.Healthy)
        {
            LogChange(state.Healthy ? LogLevel.Information : LogLevel.Warning, probe.Name, state.Healthy ? "healthy" : "unhealthy", state.Detail);
        }
    }

    [LoggerMessage(Message = "Dependency {Dependency} is {State}: {Detail}")]
    private partial void LogChange(LogLevel level, string dependency, string state, string detail);
}

/// <param name="ProbeMilliseconds">How long the probe took.</param>
/// <param name="ProbedAt">Null when it has not been probed yet.</param>
public sealed record ObservedDependency(
    string Name, bool Essential, bool Healthy, string Detail, double ProbeMilliseconds, DateTimeOffset? ProbedAt);
