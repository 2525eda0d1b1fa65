using System.Globalization;
using System.Text;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;

namespace WalletService.Host.Events;

/// <summary>
/// Follows the log of published events for all readers of this instance: the newest are kept in memory, so that a crowd of readers
/// costs the store one query. Who is further behind reads from the log.
/// </summary>
internal sealed partial class EventFeed(IEventLog log, TimeProvider time, ILogger<EventFeed> logger) : BackgroundService
{
    /// <summary>About 4 MB.</summary>
    private const int Capacity = 4_096;

    private const int BatchSize = 500;

    /// <summary>The log's signal is a hint; this is how long an event waits when the signal is lost.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly List<FeedEntry> entries = [];
    private TaskCompletionSource changed = NewSignal();

    /// <summary>Memory holds everything after this position; null until the log was first reached.</summary>
    private long? from;

    private long through;

    /// <summary>Completes when there is more. Ask for it before reading, so that nothing comes unnoticed in between.</summary>
    public Task NextChange()
    {
        lock (gate)
        {
            return changed.Task;
        }
    }

    /// <summary>How far the log can be read, as the store says at this moment.</summary>
    public Task<EventLogRange> GetRangeAsync(CancellationToken cancellationToken) => log.GetRangeAsync(cancellationToken);

    /// <summary>Matches after a position: from memory, or from the log when they are older.</summary>
    public async Task<FeedBatch> ReadAsync(long after, EventFilter filter, CancellationToken cancellationToken)
    {
        if (TryRead(after, filter) is { } batch)
        {
            return batch;
        }

        var page = await log.ReadAsync(after, filter, cancellationToken);
        return new FeedBatch([.. page.Events.Select(FeedEntry.Of)], page.Through, IsGone: page.Trimmed > after);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogFailure(exception.Message);
                await Task.Delay(PauseAfterFailure, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        if (from is null)
        {
            Begin(await log.GetRangeAsync(cancellationToken));
        }

        while (!cancellationToken.IsCancellationRequested)
        {
            var page = await log.ReadAsync(through, EventFilter.All, cancellationToken);
            if (page.Through > through)
            {
                Add(page);
            }
            else
            {
                await log.WaitForMoreAsync(through, LookInterval, cancellationToken);
            }
        }
    }

    private void Begin(EventLogRange range)
    {
        lock (gate)
        {
            from = through = range.Last;
        }
    }

    private void Add(EventPage page)
    {
        lock (gate)
        {
            if (page.Trimmed > through)
            {
                // The feed was cut off for longer than events are kept. Readers who are behind learn it from the log.
                entries.Clear();
                from = page.Trimmed;
            }

            entries.AddRange(page.Events.Select(FeedEntry.Of));
            through = page.Through;
            if (entries.Count > 2 * Capacity)
            {
                from = entries[entries.Count - Capacity - 1].Position;
                entries.RemoveRange(0, entries.Count - Capacity);
            }

            changed.SetResult();
            changed = NewSignal();
        }
    }

    /// <summary>Null when memory does not reach back that far.</summary>
    private FeedBatch? TryRead(long after, EventFilter filter)
    {
        lock (gate)
        {
            if (from is null || after < from)
            {
                return null;
            }

            var first = FirstAfter(after);
            var count = Math.Min(BatchSize, entries.Count - first);
            var looked = entries.GetRange(first, count);
            var end = first + count == entries.Count ? Math.Max(through, after) : looked[^1].Position;
            return new FeedBatch([.. looked.Where(entry => filter.Matches(entry.Event))], end, IsGone: false);
        }
    }

    private int FirstAfter(long position)
    {
        var (low, high) = (0, entries.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = entries[middle].Position <= position ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The log of events can't be followed at the moment: {Reason}")]
    private partial void LogFailure(string reason);
}

/// <summary>A published event, written once for all readers.</summary>
/// <param name="Position">Its position in the log, and its id in the stream.</param>
/// <param name="Event">What filters look at.</param>
/// <param name="Frame">The event as server-sent events write it.</param>
internal sealed record FeedEntry(long Position, OutboxEvent Event, ReadOnlyMemory<byte> Frame)
{
    public static FeedEntry Of(PublishedEvent item)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture, $"id: {item.Position}\nevent: {item.Event.Topic}.{item.Event.Type}\ndata: ");
        return new FeedEntry(item.Position, item.Event, (byte[])[.. Encoding.UTF8.GetBytes(head), .. EventJson.Write(item.Event), .. "\n\n"u8]);
    }
}

/// <param name="Entries">The matches.</param>
/// <param name="Through">Everything up to this position has been looked at.</param>
/// <param name="IsGone">Events after the position asked for may have been deleted.</param>
internal sealed record FeedBatch(IReadOnlyList<FeedEntry> Entries, long Through, bool IsGone);
