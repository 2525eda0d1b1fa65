using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Host.Events;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Events;

/// <summary>What a stream does with a reader that can't keep up, over a log that the test writes.</summary>
public sealed class SlowReaderTests : IDisposable
{
    private readonly ScriptedLog log = new();
    private readonly EventStreamMetrics metrics = new();

    [Fact]
    public async Task A_reader_that_takes_nothing_is_left_with_a_bounded_amount_unsent()
    {
        log.Add(10_000);
        var options = new EventStreamOptions { SendTimeout = TimeSpan.FromMilliseconds(200) };
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 16_384, resumeWriterThreshold: 8_192));

        var end = await Stream(options).RunAsync(pipe.Writer, EventFilter.All, 0, default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(EventStreamEnd.NotTaken, end);
        Assert.True(pipe.Reader.TryRead(out var left));
        Assert.InRange(left.Buffer.Length, 1, 1_000_000);
    }

    [Fact]
    public async Task A_reader_behind_what_is_kept_is_told_that_events_are_gone()
    {
        log.Add(100);
        log.Trimmed = 50;
        var pipe = new Pipe();

        var end = await Stream(new EventStreamOptions()).RunAsync(pipe.Writer, EventFilter.All, 10, default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(EventStreamEnd.Gone, end);
        Assert.True(pipe.Reader.TryRead(out var sent));
        var text = Encoding.UTF8.GetString(sent.Buffer);
        Assert.Contains("event: gone\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("event: network-events", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_log_is_away_the_reader_stays_and_is_served_afterwards()
    {
        log.Add(3);
        log.IsAway = true;
        using var stop = new CancellationTokenSource();
        var pipe = new Pipe();
        var running = Stream(new EventStreamOptions()).RunAsync(pipe.Writer, EventFilter.All, 0, stop.Token);
        await Eventually.BecomesTrueAsync(() => log.Refusals > 0);

        log.IsAway = false;

        await Eventually.BecomesTrueAsync(() => Sent(pipe.Reader).Contains("id: 3\nevent:", StringComparison.Ordinal));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_crowd_of_readers_costs_the_log_one_read()
    {
        using var feed = Feed();
        await feed.StartAsync(default);
        await Eventually.BecomesTrueAsync(() => log.Waits > 0);
        using var stop = new CancellationTokenSource();
        var stream = new EventStream(feed, new EventStreamOptions(), metrics, TimeProvider.System);
        var pipes = Enumerable.Range(0, 50).Select(_ => new Pipe()).ToArray();
        var running = pipes.Select(pipe => stream.RunAsync(pipe.Writer, EventFilter.All, 0, stop.Token)).ToArray();

        var before = log.Reads;
        log.Add(20);
        await Task.WhenAll(pipes.Select(pipe => Eventually.BecomesTrueAsync(() => Sent(pipe.Reader).Contains("id: 20\nevent:", StringComparison.Ordinal))));

        Assert.InRange(log.Reads - before, 1, 3);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(running));
        await feed.StopAsync(default);
    }

    [Fact]
    public async Task Memory_holds_the_newest_and_older_ones_come_from_the_log()
    {
        const int events = 20_000;
        using var feed = Feed();
        await feed.StartAsync(default);
        await Eventually.BecomesTrueAsync(() => log.Waits > 0);
        log.Add(events);
        await Eventually.BecomesTrueAsync(async () => (await feed.ReadAsync(events - 1, EventFilter.All, default)).Entries.Count == 1);

        var seen = new List<long>();
        for (var position = 0L; position < events;)
        {
            var batch = await feed.ReadAsync(position, EventFilter.All, default);
            seen.AddRange(batch.Entries.Select(entry => entry.Position));
            position = batch.Through;
        }

        Assert.Equal(Enumerable.Range(1, events).Select(number => (long)number), seen);
        await feed.StopAsync(default);
    }

    public void Dispose() => metrics.Dispose();

    private static string Sent(PipeReader reader)
    {
        if (!reader.TryRead(out var sent))
        {
            return string.Empty;
        }

        var text = Encoding.UTF8.GetString(sent.Buffer);
        reader.AdvanceTo(sent.Buffer.Start);
        return text;
    }

    private EventFeed Feed() => new(log, TimeProvider.System, NullLogger<EventFeed>.Instance);

    /// <summary>Over a feed that does not run, so that everything comes from the log.</summary>
    private EventStream Stream(EventStreamOptions options) => new(Feed(), options, metrics, TimeProvider.System);

    private sealed class ScriptedLog : IEventLog
    {
        private const int PageSize = 500;

        private readonly Lock gate = new();
        private readonly List<PublishedEvent> events = [];
        private TaskCompletionSource added = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int reads;
        private int waits;
        private int refusals;

        public long Trimmed { get; set; }

        public bool IsAway { get; set; }

        public int Reads => Volatile.Read(ref reads);

        public int Waits => Volatile.Read(ref waits);

        public int Refusals => Volatile.Read(ref refusals);

        public void Add(int count)
        {
            lock (gate)
            {
                for (var number = 0; number < count; number++)
                {
                    var draft = NetworkEvents.Node("down", "node-a", "primary", "It does not answer.");
                    events.Add(new PublishedEvent(events.Count + 1, new OutboxEvent
                    {
                        Id = events.Count + 1,
                        EventId = Guid.CreateVersion7(),
                        Topic = draft.Topic,
                        Type = draft.Type,
                        Version = 1,
                        OccurredAt = DateTimeOffset.UnixEpoch,
                        Data = draft.Data,
                    }));
                }

                added.SetResult();
                added = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public Task<EventLogRange> GetRangeAsync(CancellationToken cancellationToken)
        {
            lock (gate)
            {
                return Task.FromResult(new EventLogRange(Trimmed, events.Count));
            }
        }

        public Task<EventPage> ReadAsync(long after, EventFilter filter, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                Interlocked.Increment(ref refusals);
                throw new PortUnavailableException("postgres", "Away.");
            }

            Interlocked.Increment(ref reads);
            lock (gate)
            {
                var looked = events.Where(item => item.Position > after && item.Position > Trimmed).Take(PageSize).ToArray();
                return Task.FromResult(new EventPage(looked, looked.Length > 0 ? looked[^1].Position : after, Trimmed));
            }
        }

        public Task<IReadOnlyList<OutboxEvent>> ReadWalletAsync(
            WalletId walletId, long fromSequence, int limit, CancellationToken cancellationToken) => throw new UnreachableException();

        public async Task WaitForMoreAsync(long after, TimeSpan atMost, CancellationToken cancellationToken)
        {
            Task waiting;
            lock (gate)
            {
                waiting = events.Count > after ? Task.CompletedTask : added.Task;
            }

            Interlocked.Increment(ref waits);
            await waiting.WaitAsync(cancellationToken);
        }
    }
}
