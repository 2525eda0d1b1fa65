using WalletService.Contracts.Features;
using WalletService.Domain.Features;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Features;

/// <inheritdoc cref="ListFlags"/>
internal sealed class ListFlagsHandler(FeatureService service) : IRequestHandler<ListFlags, FlagList>
{
    public async Task<Answer<FlagList>> HandleAsync(ListFlags request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var states = await service.ListAsync(cancellationToken);
        return new FlagList { Flags = [.. states.Select(state => state.ToDetails())] };
    }
}
