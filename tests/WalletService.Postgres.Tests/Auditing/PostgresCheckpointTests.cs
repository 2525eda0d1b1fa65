using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Auditing;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Auditing;

public sealed class PostgresCheckpointTests(PostgresDatabase database) : CheckpointContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
