using System.Text.Json;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>What every <see cref="IOutbox"/> does.</summary>
public abstract class OutboxContract : StorageContract
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(5);

    /// <summary>Takes out what earlier tests of the class left.</summary>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var left = await Storage.Outbox.ReadAsync(10_000, default);
        await Storage.Outbox.MarkPublishedAsync([.. left.Select(entry => entry.Id)], default);
    }

    [Fact]
    public async Task Gives_events_in_the_order_in_which_they_were_committed()
    {
        var first = await CreateWalletAsync();
        var second = await CreateWalletAsync();
        await ReadyAsync(first);

        var events = await Storage.Outbox.ReadAsync(10, default);

        Assert.Equal(
            [(first.Id, 1L, "created"), (second.Id, 1L, "created"), (first.Id, 2L, "prepared")],
            events.Select(entry => (entry.WalletId!, entry.Sequence!.Value, entry.Type)));
        Assert.Equal(await EventsAsync(first), [events[0], events[2]]);
    }

    [Fact]
    public async Task Gives_no_more_than_asked_for_and_the_same_until_they_are_published()
    {
        await SubmittedAsync(await CreateWalletAsync());

        var first = await Storage.Outbox.ReadAsync(2, default);
        Assert.Equal(first, await Storage.Outbox.ReadAsync(2, default));
        await Storage.Outbox.MarkPublishedAsync([.. first.Select(entry => entry.Id)], default);

        Assert.Equal(["signed", "submitted"], (await Storage.Outbox.ReadAsync(10, default)).Select(entry => entry.Type));
    }

    [Fact]
    public async Task Keeps_an_unpublished_event_before_published_ones()
    {
        await SubmittedAsync(await CreateWalletAsync());
        var all = await Storage.Outbox.ReadAsync(10, default);

        await Storage.Outbox.MarkPublishedAsync([all[1].Id, all[3].Id], default);

        Assert.Equal([all[0], all[2]], await Storage.Outbox.ReadAsync(10, default));
    }

    [Fact]
    public async Task Lets_one_relay_at_a_time_work()
    {
        var turn = await Storage.Outbox.TryBecomeRelayAsync(default);
        Assert.NotNull(turn);
        Assert.True(await turn.IsHeldAsync(default));
        Assert.Null(await Storage.Outbox.TryBecomeRelayAsync(default));

        await turn.DisposeAsync();

        await using var next = await Storage.Outbox.TryBecomeRelayAsync(default);
        Assert.NotNull(next);
        Assert.False(await turn.IsHeldAsync(default));
    }

    [Fact]
    public async Task Does_not_wait_while_there_are_events()
    {
        await CreateWalletAsync();

        await Storage.Outbox.WaitForMoreAsync(LongEnough, default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(await Storage.Outbox.ReadAsync(10, default));
    }

    [Fact]
    public async Task Hears_of_an_event_that_is_committed_while_it_waits()
    {
        var waiting = Storage.Outbox.WaitForMoreAsync(LongEnough, default);

        await CreateWalletAsync();
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(await Storage.Outbox.ReadAsync(10, default));
    }

    [Fact]
    public async Task Stops_waiting_when_told_to()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Storage.Outbox.WaitForMoreAsync(LongEnough, stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task Gives_events_of_the_service_itself_without_wallet_user_or_sequence()
    {
        var wallet = await CreateWalletAsync();
        await Storage.ServiceEvents.AddAsync([new EventDraft(EventTopics.Network, "nodeDown", """{"node":"a"}""")], default);
        await ReceivedAsync(wallet);

        var events = await Storage.Outbox.ReadAsync(10, default);

        Assert.Equal(["created", "nodeDown"], events.Select(entry => entry.Type));
        Assert.Equal((EventTopics.Network, EventDraft.Version, Time.GetUtcNow()), (events[1].Topic, events[1].Version, events[1].OccurredAt));
        Assert.Equal((null, null, null), (events[1].WalletId, events[1].UserId, events[1].Sequence));
        Assert.Equal("a", JsonDocument.Parse(events[1].Data).RootElement.GetProperty("node").GetString());
        await Storage.Outbox.MarkPublishedAsync([.. events.Select(entry => entry.Id)], default);
        Assert.Empty(await Storage.Outbox.ReadAsync(10, default));
    }

    [Fact]
    public async Task Hears_of_an_event_of_the_service_itself_while_it_waits()
    {
        var waiting = Storage.Outbox.WaitForMoreAsync(LongEnough, default);

        await Storage.ServiceEvents.AddAsync([new EventDraft(EventTopics.Network, "nodeUp", "{}")], default);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Single(await Storage.Outbox.ReadAsync(10, default));
    }

    [Fact]
    public async Task Never_trims_what_is_not_published()
    {
        await CreateWalletAsync();
        Time.Advance(TimeSpan.FromDays(30));

        await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default);

        Assert.Single(await Storage.Outbox.ReadAsync(10, default));
    }
}
