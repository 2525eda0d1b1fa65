using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Events;

internal sealed class EmbeddedServiceEvents(EmbeddedDatabase database) : IServiceEvents
{
    public Task AddAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
    {
        database.Record(drafts);
        return Task.CompletedTask;
    }
}
