using System.Diagnostics;
using WalletService.Domain.Events;
using WalletService.Domain.Operations;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using Xunit;

namespace WalletService.TestKit.Contracts.Operations;

/// <summary>What is open, and the traces that it belongs to.</summary>
public abstract class BacklogContract : StorageContract
{
    [Fact]
    public async Task Counts_open_transfers_by_state_and_what_they_reserve()
    {
        var wallet = await CreateWalletAsync();
        var before = await ReadAsync();
        var oldest = Time.GetUtcNow();
        await ReceivedAsync(wallet, "backlog-1");
        Time.Advance(TimeSpan.FromSeconds(7));
        await ReceivedAsync(wallet, "backlog-2");
        await ReadyAsync(wallet, "backlog-3", lamports: 1_000, fee: 5);
        var rejected = await ReceivedAsync(wallet, "backlog-4");
        await MoveAsync(rejected, TransferStatus.Rejected);

        var after = await ReadAsync();
        Assert.Equal(Count(before, TransferStatus.Received) + 2, Count(after, TransferStatus.Received));
        Assert.Equal(Count(before, TransferStatus.Ready) + 1, Count(after, TransferStatus.Ready));
        Assert.Equal(before.ReservedLamports + 1_005, after.ReservedLamports);
        Assert.DoesNotContain(after.Transfers, open => open.Status.IsEnd());
        Assert.True(after.Transfers.Single(open => open.Status == TransferStatus.Received).OldestSince <= oldest);
    }

    [Fact]
    public async Task Counts_events_until_they_are_published()
    {
        var wallet = await CreateWalletAsync();
        var written = Time.GetUtcNow();
        await ReceivedAsync(wallet, "backlog-5");
        var waiting = await ReadAsync();
        Assert.True(waiting.UnpublishedEvents > 0);
        Assert.True(waiting.OldestUnpublishedAt <= written);

        var events = await Storage.Outbox.ReadAsync(10_000, default);
        await Storage.Outbox.MarkPublishedAsync([.. events.Select(item => item.Id)], default);
        var published = await ReadAsync();
        Assert.Equal(0, published.UnpublishedEvents);
        Assert.Null(published.OldestUnpublishedAt);
        Assert.Equal(0, published.DifferingAccounts);
        Assert.Equal(0, published.OpenBatches);
    }

    [Fact]
    public async Task Keeps_the_trace_of_a_transfer_and_gives_its_events_the_trace_of_their_work()
    {
        var wallet = await CreateWalletAsync();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var added = Assert.IsType<TransferAdmission.Added>(
            await Storage.Transfers.AddAsync(NewTransfer(wallet, "trace-1") with { TraceParent = request.Id }, Owner, Lease, default));
        request.Stop();

        using var work = new Activity("work").SetIdFormat(ActivityIdFormat.W3C).Start();
        await MoveAsync(added.Transfer, TransferStatus.Rejected);
        work.Stop();

        Assert.Equal(request.Id, (await FindAsync(added.Transfer)).TraceParent);
        var events = (await Storage.Outbox.ReadAsync(10_000, default)).Where(item => item.WalletId == wallet.Id && item.Topic == EventTopics.Transactions);
        Assert.Equal([work.Id], events.Select(item => item.TraceParent));
    }

    private static long Count(Backlog backlog, TransferStatus status) =>
        backlog.Transfers.FirstOrDefault(open => open.Status == status)?.Count ?? 0;

    private Task<Backlog> ReadAsync() => Storage.Backlog.ReadAsync(default);
}
