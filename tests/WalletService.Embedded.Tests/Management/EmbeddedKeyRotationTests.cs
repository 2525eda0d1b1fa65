using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Management;

namespace WalletService.Embedded.Tests.Management;

public sealed class EmbeddedKeyRotationTests : KeyRotationContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
