using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
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

    [Fact]
    public async Task A_batch_that_is_held_after_a_restore_is_claimed_by_nobody_until_it_is_released()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var store = services.GetRequiredService<IRestoreStore>();
        Assert.Contains(new OpenBatch(batch.Id, wallet.Id), await store.ReadOpenBatchesAsync(default));

        await store.HoldBatchAsync(batch.Id, "walletctl test", default);
        Time.Advance(TimeSpan.FromDays(1));
        Assert.DoesNotContain(await Storage.BatchQueue.ClaimAsync(Owner, 1_000, Lease, default), claimed => claimed.Id == batch.Id);

        Assert.True(await store.ReleaseBatchAsync(batch.Id, "walletctl test", default));
        Assert.False(await store.ReleaseBatchAsync(batch.Id, "walletctl test", default));
        Assert.Contains(await Storage.BatchQueue.ClaimAsync(Owner, 1_000, Lease, default), claimed => claimed.Id == batch.Id);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
