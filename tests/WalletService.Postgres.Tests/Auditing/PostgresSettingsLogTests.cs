using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Auditing;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Auditing;

public sealed class PostgresSettingsLogTests(PostgresDatabase database) : SettingsLogContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
