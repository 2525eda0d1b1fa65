using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Policies;

namespace WalletService.Embedded.Tests.Policies;

public sealed class EmbeddedPolicyStoreTests : PolicyStoreContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
