using WalletService.Domain.Events;
using WalletService.Host.Composition;
using WalletService.Messaging.Events;

namespace WalletService.Host.Health;

/// <summary>Tells subscribers when a dependency has been away for a while, and when it is back.</summary>
public sealed class DependencyAnnouncer(ServiceEventQueue events, ServiceOptions options, TimeProvider time)
{
    /// <summary>Shorter absences are told by the log and the metrics alone; so is the time that a starting instance needs to connect.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Absence> absences = new(StringComparer.Ordinal);

    /// <summary>Takes the outcome of a probe.</summary>
    public void Observe(ObservedDependency state)
    {
        var now = time.GetUtcNow();
        lock (gate)
        {
            if (state.Healthy)
            {
                if (absences.Remove(state.Name, out var ended) && ended.IsTold)
                {
                    events.Tell(ErrorEvents.DependencyRecovered(state.Name, state.Essential, options.InstanceId, state.Detail, now));
                }
            }
            else if (!absences.TryGetValue(state.Name, out var absence))
            {
                absences[state.Name] = new Absence(now, IsTold: false);
            }
            else if (!absence.IsTold && now - absence.Since >= Patience)
            {
                absences[state.Name] = absence with { IsTold = true };
                events.Tell(ErrorEvents.DependencyDown(state.Name, state.Essential, options.InstanceId, state.Detail, absence.Since));
            }
        }
    }

    private sealed record Absence(DateTimeOffset Since, bool IsTold);
}
