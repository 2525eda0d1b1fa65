using WalletService.Domain.Events;

namespace WalletService.Domain.Ports;

/// <summary>Events that belong to no wallet, such as <see cref="EventTopics.Network"/>. Published through the outbox like all others.</summary>
public interface IServiceEvents
{
    /// <exception cref="PortUnavailableException">The database can't be reached, and the event is lost.</exception>
    Task AddAsync(EventDraft draft, CancellationToken cancellationToken);
}
