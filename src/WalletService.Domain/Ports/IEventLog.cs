using WalletService.Domain.Events;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>
/// Events that were published, for those who want to read them again. Each gets the next position (1, 2, 3, …) when its publication is
/// marked in the <see cref="IOutbox"/>, so nothing ever appears before a position that was read: who has read up to a position misses
/// nothing by going on from there. The events of a wallet have positions in the order of their sequence.
/// </summary>
/// <remarks>All methods throw <see cref="PortUnavailableException"/> when the database can't be reached.</remarks>
public interface IEventLog
{
    /// <summary>How far the log reaches at this moment.</summary>
    Task<EventLogRange> GetRangeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Events after a position that match the filter, in order. A page looks through a bounded number of events, so it may be empty
    /// although there are matches further on: go on from <see cref="EventPage.Through"/> until that is the end.
    /// </summary>
    Task<EventPage> ReadAsync(long after, EventFilter filter, CancellationToken cancellationToken);

    /// <summary>
    /// A wallet's events from a sequence number on, whether they are published yet or not. Those past their retention are gone: the
    /// first one's number is then greater than the one that was asked for.
    /// </summary>
    Task<IReadOnlyList<OutboxEvent>> ReadWalletAsync(
        WalletId walletId, long fromSequence, int limit, CancellationToken cancellationToken);

    /// <summary>Completes when further events were published, or after <paramref name="atMost"/>: a hint only, read in either case.</summary>
    Task WaitForMoreAsync(long after, TimeSpan atMost, CancellationToken cancellationToken);
}
