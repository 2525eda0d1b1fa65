using Dapper;
using Npgsql;
using WalletService.Domain.Events;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Events;

/// <summary>Published events are deleted after their time, oldest position first, and readers can tell.</summary>
public sealed class EventTrimmingTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Only_what_is_old_enough_is_deleted_and_its_end_is_known()
    {
        await ReadyAsync(await CreateWalletAsync());
        var old = await Storage.Outbox.ReadAsync(10, default);
        await Storage.Outbox.MarkPublishedAsync([old[0].Id], default);
        Time.Advance(TimeSpan.FromHours(1));
        await Storage.Outbox.MarkPublishedAsync([old[1].Id], default);
        var before = await Storage.Events.GetRangeAsync(default);

        Assert.Equal(0, await Storage.Outbox.TrimAsync(Time.GetUtcNow() - TimeSpan.FromHours(1), default));
        Assert.Equal(before, await Storage.Events.GetRangeAsync(default));
        Assert.Equal(1, await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default));
        Assert.Equal(before with { Trimmed = before.Last - 1 }, await Storage.Events.GetRangeAsync(default));

        var page = await Storage.Events.ReadAsync(before.Last - 2, EventFilter.All, default);
        Assert.Equal((before.Last, before.Last - 1), (page.Events.Single().Position, page.Trimmed));
        Assert.Equal([2L], (await Storage.Events.ReadWalletAsync(old[0].WalletId!, 1, 10, default)).Select(item => item.Sequence!.Value));

        Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default));
        Assert.Equal(before with { Trimmed = before.Last }, await Storage.Events.GetRangeAsync(default));
    }

    [Fact]
    public async Task A_young_event_keeps_what_was_published_after_it_by_a_slow_clock()
    {
        var first = await CreateWalletAsync();
        await CreateWalletAsync();
        var events = (await Storage.Outbox.ReadAsync(10, default)).TakeLast(2).ToArray();
        await Storage.Outbox.MarkPublishedAsync([.. events.Select(item => item.Id)], default);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.ExecuteAsync(
            "UPDATE outbox SET published_at = published_at + interval '1 day' WHERE wallet_id = @id", new { id = first.Id.Value });

        Time.Advance(TimeSpan.FromHours(1));
        await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default);

        var page = await Storage.Events.ReadAsync((await Storage.Events.GetRangeAsync(default)).Trimmed, EventFilter.All, default);
        Assert.Equal(events.Select(item => item.Id), page.Events.Select(item => item.Event.Id));
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
