using WalletService.Domain.Events;

namespace WalletService.Domain.Ports;

/// <summary>Events that belong to no wallet, such as <see cref="EventTopics.Network"/>. Published through the outbox like all others.</summary>
public interface IServiceEvents
{
    /// <summary>Adds events in their order, all or none.</summary>
    /// <exception cref="PortUnavailableException">The database can't be reached, and the events are lost.</exception>
    Task AddAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken);
}
