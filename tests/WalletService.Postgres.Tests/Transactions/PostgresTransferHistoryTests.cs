using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Transactions;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Transactions;

public sealed class PostgresTransferHistoryTests(PostgresDatabase database) : TransferHistoryContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
