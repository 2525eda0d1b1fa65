using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Auditing;

namespace WalletService.Embedded.Tests.Auditing;

public sealed class EmbeddedSettingsLogTests : SettingsLogContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
