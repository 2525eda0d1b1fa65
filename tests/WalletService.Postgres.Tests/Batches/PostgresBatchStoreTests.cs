using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.Postgres.Records;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Batches;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Batches;

public sealed class PostgresBatchStoreTests(PostgresDatabase database) : BatchStoreContract, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task The_key_of_an_open_batch_is_kept_however_old_it_is()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);
        Time.Advance(TimeSpan.FromDays(31));

        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        Assert.NotEqual(0, await services.GetServices<IHostedService>().OfType<RequestRetention>().Single().TrimAsync(default));

        var transfer = await Storage.Transfers.AddAsync(NewTransfer(wallet, batch.IdempotencyKey.Value), Owner, Lease, default);
        Assert.IsType<TransferAdmission.Conflict>(transfer);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
