using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Management;

namespace WalletService.Postgres.Tests.Encryption;

/// <summary>Encrypted, the store does all that it does in the clear.</summary>
public sealed class EncryptedWalletStoreTests(EncryptedDatabase database) : WalletStoreContract, IClassFixture<EncryptedDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => database.OpenAsync(time);
}
