using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Deposits;

namespace WalletService.Embedded.Tests.Deposits;

public sealed class EmbeddedReconciliationTests : ReconciliationContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
