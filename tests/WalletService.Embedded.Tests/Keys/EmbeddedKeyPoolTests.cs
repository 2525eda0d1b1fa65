using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Keys;

namespace WalletService.Embedded.Tests.Keys;

public sealed class EmbeddedKeyPoolTests : KeyPoolContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
