using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Addresses;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Addresses;

public sealed class PostgresAddressBookTests(PostgresDatabase database) : AddressBookContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
