using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Freezes;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Freezes;

public sealed class PostgresFreezeStoreTests(PostgresDatabase database) : FreezeStoreContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
