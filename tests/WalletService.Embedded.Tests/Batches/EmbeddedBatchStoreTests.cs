using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Batches;

namespace WalletService.Embedded.Tests.Batches;

public sealed class EmbeddedBatchStoreTests : BatchStoreContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
