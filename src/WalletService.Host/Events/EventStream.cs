using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;

namespace WalletService.Host.Events;

/// <summary>
/// Writes one reader's events. It holds nothing back: what the reader has not taken stays in the log, and a reader that takes nothing
/// is left, to go on later from the last id that it has.
/// </summary>
internal sealed class EventStream(EventFeed feed, EventStreamOptions options, EventStreamMetrics metrics, TimeProvider time)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the reader can't be served any more. Its connection is then ended.</summary>
    /// <param name="output">Where the stream goes.</param>
    /// <param name="filter">Which events it has.</param>
    /// <param name="after">The position after which it begins.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<EventStreamEnd> RunAsync(PipeWriter output, EventFilter filter, long after, CancellationToken cancellationToken)
    {
        // The reader knows from the start where it stands, also when nothing matches for a long time.
        Write(output, string.Create(CultureInfo.InvariantCulture, $"retry: 2000\nid: {after}\n\n"));
        var position = after;
        while (await TryFlushAsync(output, cancellationToken))
        {
            var change = feed.NextChange();
            var silence = options.HeartbeatInterval;
            if (await TryReadAsync(position, filter, cancellationToken) is not { } batch)
            {
                silence = PauseAfterFailure;
            }
            else if (batch.IsGone)
            {
                Write(output, "event: gone\ndata: {\"reason\":\"Events after the last id were deleted. Read what they told from the routes, and begin anew.\"}\n\n");
                await TryFlushAsync(output, cancellationToken);
                return EventStreamEnd.Gone;
            }
            else if (batch.Through > position)
            {
                position = batch.Through;
                foreach (var entry in batch.Entries)
                {
                    output.Write(entry.Frame.Span);
                }

                metrics.Sent(batch.Entries.Count);
                continue;
            }

            if (!await ComesWithinAsync(silence, change, cancellationToken))
            {
                Write(output, string.Create(CultureInfo.InvariantCulture, $": heartbeat\nid: {position}\n\n"));
            }
        }

        return EventStreamEnd.NotTaken;
    }

    /// <summary>Null while the log can't be reached: the reader stays, and is served when it can.</summary>
    private async Task<FeedBatch?> TryReadAsync(long after, EventFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            return await feed.ReadAsync(after, filter, cancellationToken);
        }
        catch (PortUnavailableException)
        {
            return null;
        }
    }

    private async Task<bool> ComesWithinAsync(TimeSpan silence, Task change, CancellationToken cancellationToken)
    {
        try
        {
            await change.WaitAsync(silence, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>False when the reader does not take what was written.</summary>
    private async Task<bool> TryFlushAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        try
        {
            var flushed = await output.FlushAsync(cancellationToken).AsTask().WaitAsync(options.SendTimeout, time, cancellationToken);
            return !flushed.IsCompleted;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static void Write(PipeWriter output, string text) => output.Write(Encoding.UTF8.GetBytes(text));
}

/// <summary>Why a stream has ended.</summary>
internal enum EventStreamEnd
{
    /// <summary>The reader did not take what was sent, or went away.</summary>
    NotTaken,

    /// <summary>Events that it had not read yet were deleted.</summary>
    Gone,
}
