using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Features;

namespace WalletService.Embedded.Tests.Features;

public sealed class EmbeddedFeatureStoreTests : FeatureStoreContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
