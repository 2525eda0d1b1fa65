namespace WalletService.Domain.Events;

/// <param name="Position">Where it stands in the log.</param>
/// <param name="Event">What was published.</param>
public sealed record PublishedEvent(long Position, OutboxEvent Event);

/// <param name="Events">The matches.</param>
/// <param name="Through">Everything up to this position has been looked at.</param>
/// <param name="Trimmed">Events up to this position may have been deleted: something may be missing when the page began before it.</param>
public sealed record EventPage(IReadOnlyList<PublishedEvent> Events, long Through, long Trimmed);

/// <summary>Which positions can be read.</summary>
/// <param name="Trimmed">Events up to this position may have been deleted; 0 when none was.</param>
/// <param name="Last">The newest position; 0 when there was no event yet.</param>
public sealed record EventLogRange(long Trimmed, long Last);
