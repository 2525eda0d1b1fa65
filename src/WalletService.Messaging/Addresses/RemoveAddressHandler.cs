using WalletService.Contracts.Management;
using WalletService.Domain.Addresses;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Addresses;

/// <inheritdoc cref="RemoveAddress"/>
internal sealed class RemoveAddressHandler(AddressBookService service) : IRequestHandler<RemoveAddress, AddressDetails>
{
    public async Task<Answer<AddressDetails>> HandleAsync(RemoveAddress request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !AddressFields.TryName(request.Name, out var name, out refusal))
        {
            return refusal;
        }

        var result = await service.RemoveAsync(origin.Caller, userId, name, cancellationToken);
        return result.TryGetValue(out var entry, out var error) ? entry.ToDetails() : error;
    }
}
