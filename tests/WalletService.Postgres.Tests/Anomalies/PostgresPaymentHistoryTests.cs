using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Anomalies;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Anomalies;

public sealed class PostgresPaymentHistoryTests(PostgresDatabase database) : PaymentHistoryContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
