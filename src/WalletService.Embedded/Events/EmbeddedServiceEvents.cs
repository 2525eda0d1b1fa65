using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Events;

internal sealed class EmbeddedServiceEvents(EmbeddedDatabase database) : IServiceEvents
{
    public Task AddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        database.Record(draft);
        return Task.CompletedTask;
    }
}
