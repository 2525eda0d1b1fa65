using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Events;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Events;

public sealed class PostgresEventLogTests(PostgresDatabase database) : EventLogContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
