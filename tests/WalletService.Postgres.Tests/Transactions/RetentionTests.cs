using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Records;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Transactions;

/// <summary>What is deleted after a while, and what never is.</summary>
public sealed class RetentionTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task Keys_of_ended_requests_are_deleted_after_their_time()
    {
        var wallet = await CreateWalletAsync();
        await MoveAsync(await ReadyAsync(wallet, "ended"), TransferStatus.Cancelled);
        await ReadyAsync(wallet, "open");
        var unfinished = NewWallet(wallet.UserId, "unfinished");
        await Storage.Wallets.ReserveAsync(unfinished, default);

        Time.Advance(TimeSpan.FromDays(29));
        await TrimAsync();
        Assert.Equal(["create-1", "ended", "open", "unfinished"], await KeysAsync(wallet.UserId.Value));

        Time.Advance(TimeSpan.FromDays(2));
        await TrimAsync();
        Assert.Equal(["open", "unfinished"], await KeysAsync(wallet.UserId.Value));
    }

    [Fact]
    public async Task A_transfer_keeps_its_key_as_long_as_it_is_there()
    {
        var wallet = await CreateWalletAsync();
        var cancelled = await MoveAsync(await ReadyAsync(wallet, "ended"), TransferStatus.Cancelled);
        Time.Advance(TimeSpan.FromDays(31));
        await TrimAsync();

        var again = await Storage.Transfers.AddAsync(NewTransfer(wallet, "ended"), Owner, Lease, default);
        var changed = await Storage.Transfers.AddAsync(NewTransfer(wallet, "ended", lamports: 7), Owner, Lease, default);

        TransferAssert.Same(cancelled, Assert.IsType<TransferAdmission.Existing>(again).Transfer);
        Assert.IsType<TransferAdmission.Conflict>(changed);
    }

    [Fact]
    public async Task What_was_moved_is_forgotten_when_no_window_counts_it_any_more()
    {
        var wallet = await CreateWalletAsync();
        await ReadyAsync(wallet, "old");
        Time.Advance(TimeSpan.FromDays(30));
        await ReadyAsync(wallet, "new");
        Assert.Equal(2, await SpendingsAsync(wallet.Id.Value));

        Time.Advance(TimeSpan.FromDays(3));
        await TrimAsync();

        Assert.Equal(1, await SpendingsAsync(wallet.Id.Value));
    }

    [Fact]
    public async Task Published_events_are_deleted_when_told_to()
    {
        await ReadyAsync(await CreateWalletAsync());
        var published = await Storage.Outbox.ReadAsync(1, default);
        await Storage.Outbox.MarkPublishedAsync([published[0].Id], default);

        Assert.Equal(0, await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await Storage.Outbox.TrimAsync(Time.GetUtcNow(), default));
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(database.ConnectionString, time);

    private async Task TrimAsync()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var retention = services.GetServices<IHostedService>().OfType<RequestRetention>().Single();
        await retention.TrimAsync(default);
        await retention.TrimSpendingAsync(default);
    }

    private async Task<int> SpendingsAsync(Guid walletId)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM spending WHERE wallet_id = @walletId", new { walletId });
    }

    private async Task<IEnumerable<string>> KeysAsync(string userId)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.QueryAsync<string>("SELECT key FROM requests WHERE user_id = @userId ORDER BY key", new { userId });
    }
}
