using WalletService.Contracts.Management;
using WalletService.Domain.Addresses;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Addresses;

/// <inheritdoc cref="ListAddresses"/>
internal sealed class ListAddressesHandler(AddressBookService service) : IRequestHandler<ListAddresses, AddressList>
{
    public async Task<Answer<AddressList>> HandleAsync(ListAddresses request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !AddressFields.TryCursor(request.Cursor, out var after, out refusal))
        {
            return refusal;
        }

        var result = await service.ListAsync(userId, request.Limit, after, cancellationToken);
        return result.TryGetValue(out var page, out var error)
            ? new AddressList { Addresses = [.. page.Entries.Select(entry => entry.ToDetails())], NextCursor = page.Next?.Value }
            : error;
    }
}
