using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Transactions;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Transactions;

public sealed class PostgresConcurrentChangesTests(PostgresDatabase database) : ConcurrentChangesContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
