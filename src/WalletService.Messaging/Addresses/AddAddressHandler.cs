using WalletService.Contracts.Management;
using WalletService.Domain.Addresses;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Addresses;

/// <inheritdoc cref="AddAddress"/>
internal sealed class AddAddressHandler(AddressBookService service) : IRequestHandler<AddAddress, AddressDetails>
{
    public async Task<Answer<AddressDetails>> HandleAsync(AddAddress request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !AddressFields.TryName(request.Name, out var name, out refusal)
            || !AddressFields.TryAddress(request.Address, out var address, out refusal))
        {
            return refusal;
        }

        var result = await service.AddAsync(origin.Caller, userId, name, address, cancellationToken);
        return result.TryGetValue(out var entry, out var error) ? entry.ToDetails() : error;
    }
}
