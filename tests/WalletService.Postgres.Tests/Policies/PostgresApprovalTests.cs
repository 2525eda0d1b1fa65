using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Policies;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Policies;

public sealed class PostgresApprovalTests(PostgresDatabase database) : ApprovalContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
