using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Management;

/// <inheritdoc cref="ListWallets"/>
internal sealed class ListWalletsHandler(ListWalletsService service) : IRequestHandler<ListWallets, WalletList>
{
    public async Task<Answer<WalletList>> HandleAsync(ListWallets request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryCursor(request.Cursor, out var after, out refusal))
        {
            return refusal;
        }

        var result = await service.ListAsync(userId, request.Limit, after, cancellationToken);
        return result.TryGetValue(out var page, out var error) ? page.ToList() : error;
    }
}
