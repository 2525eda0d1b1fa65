using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Management;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Management;

public sealed class PostgresKeyRotationTests(PostgresDatabase database) : KeyRotationContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
