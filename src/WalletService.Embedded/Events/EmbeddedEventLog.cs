using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Events;

internal sealed class EmbeddedEventLog(EmbeddedDatabase database) : IEventLog
{
    private const int Window = 5_000;

    public Task<EventLogRange> GetRangeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new EventLogRange(Trimmed: 0, database.PublishedCount));

    public Task<EventPage> ReadAsync(long after, EventFilter filter, CancellationToken cancellationToken)
    {
        var looked = database.ReadPublished(after, Window);
        var through = looked.Count > 0 ? looked[^1].Position : after;
        return Task.FromResult(new EventPage([.. looked.Where(item => filter.Matches(item.Event))], through, Trimmed: 0));
    }

    public Task<IReadOnlyList<OutboxEvent>> ReadWalletAsync(
        WalletId walletId, long fromSequence, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<OutboxEvent>>(
            [.. database.ReadEvents(walletId).Where(item => item.Sequence >= fromSequence).Take(limit)]);

    public async Task WaitForMoreAsync(long after, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = database.NextPublication();
        if (database.PublishedCount > after)
        {
            return;
        }

        await Task.WhenAny(next, Task.Delay(atMost, database.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }
}
