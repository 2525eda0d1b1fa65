using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Transactions;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Transactions;

public sealed class PostgresTokenReservationTests(PostgresDatabase database) : TokenReservationContract, IClassFixture<PostgresDatabase>
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
