using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Addresses;

namespace WalletService.Embedded.Tests.Addresses;

public sealed class EmbeddedAddressBookTests : AddressBookContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
