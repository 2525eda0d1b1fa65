using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Deposits;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Deposits;

/// <summary>The books are one for the whole database, so each test has a database of its own.</summary>
public sealed class PostgresReconciliationTests : ReconciliationContract
{
    protected override async Task<StorageUnderTest> OpenAsync(TimeProvider time)
    {
        var server = await SharedServers.PostgresAsync();
        return await PostgresStorage.OpenAsync(await server.CreateDatabaseAsync(), time);
    }
}
