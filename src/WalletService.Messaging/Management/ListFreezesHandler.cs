using WalletService.Contracts.Management;
using WalletService.Domain.Freezes;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="ListFreezes"/>
internal sealed class ListFreezesHandler(FreezeService service) : IRequestHandler<ListFreezes, FreezeList>
{
    public async Task<Answer<FreezeList>> HandleAsync(ListFreezes request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var freezes = await service.ListAsync(cancellationToken);
        return new FreezeList { Freezes = [.. freezes.Select(freeze => freeze.ToDetails())] };
    }
}
