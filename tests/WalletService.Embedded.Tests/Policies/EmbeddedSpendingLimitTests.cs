using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Policies;

namespace WalletService.Embedded.Tests.Policies;

public sealed class EmbeddedSpendingLimitTests : SpendingLimitContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
