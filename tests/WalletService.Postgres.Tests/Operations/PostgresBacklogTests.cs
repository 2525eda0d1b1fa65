using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Operations;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Operations;

public sealed class PostgresBacklogTests(PostgresDatabase database) : BacklogContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
