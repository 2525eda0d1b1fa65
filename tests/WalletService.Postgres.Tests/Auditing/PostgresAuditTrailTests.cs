using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Auditing;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Auditing;

public sealed class PostgresAuditTrailTests(PostgresDatabase database) : AuditTrailContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);
}
