using System.Collections.Concurrent;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Events;

/// <summary>What every <see cref="IEventLog"/> does.</summary>
public abstract class EventLogContract : StorageContract
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    private long start;

    /// <summary>Publishes what earlier tests of the class left.</summary>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await PublishAllAsync();
        start = (await Storage.Events.GetRangeAsync(default)).Last;
    }

    [Fact]
    public async Task Gives_what_was_published_in_the_order_of_its_publication()
    {
        var first = await CreateWalletAsync();
        var second = await CreateWalletAsync();
        var third = await CreateWalletAsync();
        var committed = await Storage.Outbox.ReadAsync(10, default);

        await Storage.Outbox.MarkPublishedAsync([committed[2].Id], default);
        await Storage.Outbox.MarkPublishedAsync([committed[0].Id], default);

        Assert.Equal([(start + 1, third.Id), (start + 2, first.Id)], await ReadAsync());
        Assert.Equal(new EventLogRange(0, start + 2), await Storage.Events.GetRangeAsync(default));

        await PublishAllAsync();
        Assert.Equal([(start + 1, third.Id), (start + 2, first.Id), (start + 3, second.Id)], await ReadAsync());
        Assert.Equal([(start + 3, second.Id)], await ReadAsync(after: start + 2));
        Assert.Empty(await ReadAsync(after: start + 3));
    }

    [Fact]
    public async Task Gives_a_position_once()
    {
        await CreateWalletAsync();
        var committed = await Storage.Outbox.ReadAsync(10, default);

        await Storage.Outbox.MarkPublishedAsync([committed[0].Id], default);
        await Storage.Outbox.MarkPublishedAsync([committed[0].Id], default);

        Assert.Equal(start + 1, (await Storage.Events.GetRangeAsync(default)).Last);
        var page = await Storage.Events.ReadAsync(start, EventFilter.All, default);
        Assert.Equal(committed, page.Events.Select(item => item.Event));
        Assert.Equal((start + 1, 0), (page.Through, page.Trimmed));
    }

    [Fact]
    public async Task Gives_only_what_matches_the_filter()
    {
        var mine = await CreateWalletAsync();
        var other = await CreateWalletAsync();
        await ReadyAsync(mine);
        await Storage.ServiceEvents.AddAsync([NetworkEvents.Node("down", "a", "primary", "It does not answer.")], default);
        await PublishAllAsync();

        Assert.Equal(["created", "created", "prepared", "node.down"], await TypesAsync(EventFilter.All));
        Assert.Equal(["created", "prepared"], await TypesAsync(new EventFilter { Wallet = mine.Id }));
        Assert.Equal(["created"], await TypesAsync(new EventFilter { Users = [other.UserId] }));
        Assert.Equal(["created", "created", "prepared"], await TypesAsync(new EventFilter { Users = [other.UserId, mine.UserId] }));
        Assert.Empty(await TypesAsync(new EventFilter { Users = [other.UserId], Wallet = mine.Id }));
        Assert.Equal(["prepared", "node.down"], await TypesAsync(new EventFilter { Topics = [EventTopics.Transactions, EventTopics.Network] }));
        Assert.Equal(start + 4, (await Storage.Events.ReadAsync(start, new EventFilter { Users = [] }, default)).Through);
    }

    [Fact]
    public async Task Gives_a_wallets_events_from_a_sequence_number_on_published_or_not()
    {
        var wallet = await CreateWalletAsync();
        await PublishAllAsync();
        await SubmittedAsync(wallet);
        var all = await EventsAsync(wallet);

        Assert.Equal(all, await Storage.Events.ReadWalletAsync(wallet.Id, 1, 10, default));
        Assert.Equal(all.Skip(1).Take(2), await Storage.Events.ReadWalletAsync(wallet.Id, 2, 2, default));
        Assert.Empty(await Storage.Events.ReadWalletAsync(wallet.Id, all.Count + 1, 10, default));
    }

    [Fact]
    public async Task Hears_of_what_is_published_while_it_waits()
    {
        await CreateWalletAsync();
        var waiting = Storage.Events.WaitForMoreAsync(start, LongEnough, default);

        await PublishAllAsync();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        await Storage.Events.WaitForMoreAsync(start, LongEnough, default).WaitAsync(TimeSpan.FromSeconds(30));
        using var stop = new CancellationTokenSource();
        var further = Storage.Events.WaitForMoreAsync(start + 1, LongEnough, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => further);
    }

    [Fact]
    public async Task A_reader_misses_nothing_while_relays_mark_at_the_same_time()
    {
        const int wallets = 40;
        for (var number = 0; number < wallets; number++)
        {
            await ReadyAsync(await CreateWalletAsync());
        }

        var committed = await Storage.Outbox.ReadAsync(1_000, default);
        var seen = new ConcurrentQueue<PublishedEvent>();
        var reading = ReadUntilAsync(start + committed.Count, seen);

        // Batches that overlap, as when a relay has lost its turn and does not know yet.
        await InParallelAsync(4, async relay =>
        {
            for (var first = relay * 3; first < committed.Count; first += 7)
            {
                await Storage.Outbox.MarkPublishedAsync([.. committed.Skip(first).Take(12).Select(item => item.Id)], default);
            }

            return relay;
        });
        await Storage.Outbox.MarkPublishedAsync([.. committed.Select(item => item.Id)], default);
        await reading.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(Enumerable.Range(1, committed.Count).Select(number => start + number), seen.Select(item => item.Position));
        Assert.Equal(committed.Select(item => item.EventId).Order(), seen.Select(item => item.Event.EventId).Order());
    }

    private async Task ReadUntilAsync(long end, ConcurrentQueue<PublishedEvent> seen)
    {
        for (var after = start; after < end;)
        {
            await Storage.Events.WaitForMoreAsync(after, TimeSpan.FromSeconds(1), default);
            var page = await Storage.Events.ReadAsync(after, EventFilter.All, default);
            foreach (var item in page.Events)
            {
                seen.Enqueue(item);
            }

            after = page.Through;
        }
    }

    private async Task PublishAllAsync()
    {
        var left = await Storage.Outbox.ReadAsync(10_000, default);
        await Storage.Outbox.MarkPublishedAsync([.. left.Select(item => item.Id)], default);
    }

    private async Task<IReadOnlyList<(long Position, WalletId? Wallet)>> ReadAsync(long? after = null)
    {
        var page = await Storage.Events.ReadAsync(after ?? start, EventFilter.All, default);
        return [.. page.Events.Select(item => (item.Position, item.Event.WalletId))];
    }

    private async Task<IEnumerable<string>> TypesAsync(EventFilter filter) =>
        (await Storage.Events.ReadAsync(start, filter, default)).Events.Select(item => item.Event.Type);
}
