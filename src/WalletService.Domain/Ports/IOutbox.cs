using WalletService.Domain.Events;

namespace WalletService.Domain.Ports;

/// <summary>
/// Events that were committed together with the changes they tell of and wait to be published. One relay at a time reads them, so
/// that the events of a wallet leave in the order of their sequence. An event may be published more than once, never not at all.
/// </summary>
/// <remarks>All methods throw <see cref="PortUnavailableException"/> when the database can't be reached.</remarks>
public interface IOutbox
{
    /// <summary>Up to <paramref name="limit"/> events that are not published yet, oldest first.</summary>
    Task<IReadOnlyList<OutboxEvent>> ReadAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Takes events out of <see cref="ReadAsync"/>, after the broker has confirmed them.</summary>
    Task MarkPublishedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>
    /// The right to be the one relay, given up by disposing it or by the end of the process; null while another has it.
    /// </summary>
    Task<IRelayTurn?> TryBecomeRelayAsync(CancellationToken cancellationToken);

    /// <summary>Completes when an event was committed, or after <paramref name="atMost"/>: a hint only, read in either case.</summary>
    Task WaitForMoreAsync(TimeSpan atMost, CancellationToken cancellationToken);

    /// <summary>Deletes events that were published before the given time; returns how many.</summary>
    Task<int> TrimAsync(DateTimeOffset publishedBefore, CancellationToken cancellationToken);
}

/// <summary>The right to be the one relay.</summary>
public interface IRelayTurn : IAsyncDisposable
{
    /// <summary>Whether the right is still held; it is lost with the connection to the database. Ask before each batch.</summary>
    Task<bool> IsHeldAsync(CancellationToken cancellationToken);
}
