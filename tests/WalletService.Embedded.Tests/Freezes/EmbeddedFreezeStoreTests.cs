using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Freezes;

namespace WalletService.Embedded.Tests.Freezes;

public sealed class EmbeddedFreezeStoreTests : FreezeStoreContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
