using System.Threading.Channels;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;

namespace WalletService.Host.Health;

/// <summary>
/// Tells subscribers when a dependency has been away for a while, and when it is back. The events are written beside the probes: while
/// the store is away itself they are kept, the newest of them, and written when it is back.
/// </summary>
public sealed partial class DependencyAnnouncer(
    IServiceEvents events, ServiceOptions options, TimeProvider time, ILogger<DependencyAnnouncer> logger) : BackgroundService
{
    /// <summary>Shorter absences are told by the log and the metrics alone; so is the time that a starting instance needs to connect.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostKept = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Dictionary<string, Absence> absences = new(StringComparer.Ordinal);
    private readonly Channel<EventDraft> drafts = Channel.CreateBounded<EventDraft>(
        new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

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
                    drafts.Writer.TryWrite(
                        ErrorEvents.DependencyRecovered(state.Name, state.Essential, options.InstanceId, state.Detail, now));
                }

                return;
            }

            if (!absences.TryGetValue(state.Name, out var absence))
            {
                absences[state.Name] = new Absence(now, IsTold: false);
            }
            else if (!absence.IsTold && now - absence.Since >= Patience)
            {
                absences[state.Name] = absence with { IsTold = true };
                drafts.Writer.TryWrite(
                    ErrorEvents.DependencyDown(state.Name, state.Essential, options.InstanceId, state.Detail, absence.Since));
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var draft in drafts.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryAddAsync(draft, stoppingToken))
            {
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryAddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await events.AddAsync(draft, cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that befalls an event may end the host.
            LogDelay(draft.Type, exception.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Type} is not written yet: {Reason}")]
    private partial void LogDelay(string type, string reason);

    private sealed record Absence(DateTimeOffset Since, bool IsTold);
}
