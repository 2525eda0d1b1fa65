using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Connections;

/// <summary>A server of its own that goes away in the middle of the work and comes back.</summary>
public sealed class PostgresOutageTests : StorageContract
{
    private PostgresServer? server;

    private PostgresServer Server => server ?? throw new InvalidOperationException("The server was not started.");

    public override async Task InitializeAsync()
    {
        server = await PostgresServer.StartAsync();
        await base.InitializeAsync();
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Server.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_is_away_means_that_nothing_happened_and_it_goes_on_when_it_is_back()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);
        await Server.KillAsync();

        await Assert.ThrowsAsync<PortUnavailableException>(() => Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
        await Assert.ThrowsAsync<PortUnavailableException>(
            () => Storage.Transfers.ApplyAsync(ready, Change(TransferStatus.Rejected), default));
        await Assert.ThrowsAsync<PortUnavailableException>(() => Storage.Queue.ClaimAsync(Owner, 10, Lease, default));
        await Assert.ThrowsAsync<PortUnavailableException>(() => Storage.Outbox.TryBecomeRelayAsync(default));
        await Assert.ThrowsAsync<PortUnavailableException>(() => Storage.Outbox.WaitForMoreAsync(TimeSpan.FromMinutes(1), default));
        Assert.False((await Storage.Probe.ProbeAsync(default)).Healthy);

        await Server.StartAgainAsync();
        await Eventually.BecomesTrueAsync(ReachableAsync);

        TransferAssert.Same(ready, await FindAsync(ready));
        Assert.NotNull(await Storage.Transfers.ApplyAsync(ready, Change(TransferStatus.Rejected), default));
        Assert.True((await Storage.Probe.ProbeAsync(default)).Healthy);
    }

    [Fact]
    public async Task A_restart_between_two_calls_is_not_even_noticed()
    {
        var wallet = await CreateWalletAsync();
        await InParallelAsync(6, _ => Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
        await Server.StopAsync();
        await Server.StartAgainAsync();

        Assert.Equal(wallet, await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default));
        await ReceivedAsync(wallet);
    }

    [Fact]
    public async Task A_server_that_dies_while_many_write_leaves_each_change_done_or_not_done()
    {
        var wallet = await CreateWalletAsync();
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 6).Select(writer => Task.Run(() => WriteUntilAsync(wallet, writer, stop.Token))).ToArray();
        await Eventually.BecomesTrueAsync(async () => (await AuditActionsAsync(wallet)).Length > 20);

        await Server.KillAsync();
        await stop.CancelAsync();
        var added = (await Task.WhenAll(writers)).SelectMany(keys => keys).ToArray();
        await Server.StartAgainAsync();
        await Eventually.BecomesTrueAsync(ReachableAsync);

        foreach (var key in added)
        {
            var again = await Storage.Transfers.AddAsync(NewTransfer(wallet, key), Owner, Lease, default);
            Assert.IsType<TransferAdmission.Existing>(again);
        }

        // Those whose commit got no answer are either there as a whole or not at all: the chain of hashes has no gap.
        var received = (await AuditActionsAsync(wallet)).Count(action => action == "transfer.received");
        Assert.InRange(received, added.Length, added.Length + writers.Length);
    }

    [Fact]
    public async Task A_relay_loses_its_turn_with_its_connection()
    {
        await using var turn = await Storage.Outbox.TryBecomeRelayAsync(default);
        Assert.NotNull(turn);
        await Server.KillAsync();
        await Server.StartAgainAsync();

        Assert.False(await turn.IsHeldAsync(default));
        await Eventually.BecomesTrueAsync(ReachableAsync);
        await using var next = await Storage.Outbox.TryBecomeRelayAsync(default);
        Assert.NotNull(next);
    }

    [Fact]
    public async Task A_server_that_hangs_is_given_up_after_the_time_out()
    {
        var database = await Server.CreateDatabaseAsync();
        await using var services = PostgresStorage.Services(database, TimeProvider.System, ("ConnectTimeout", "00:00:01"));
        Server.Freeze();
        try
        {
            var store = services.GetRequiredService<IWalletStore>();
            await Assert.ThrowsAsync<PortUnavailableException>(() => store.FindAsync(NewUser(), WalletId.New(Time), default));
            Assert.False((await services.GetRequiredService<IDependencyProbe>().ProbeAsync(default)).Healthy);
        }
        finally
        {
            Server.Thaw();
        }
    }

    [Fact]
    public async Task A_wallet_that_another_holds_for_too_long_is_given_up_and_nothing_is_written()
    {
        var connectionString = await Server.CreateDatabaseAsync();
        await using var impatient = await PostgresStorage.OpenAsync(connectionString, Time, ("LockTimeout", "00:00:00.2"));
        var request = NewWallet(NewUser());
        await impatient.Wallets.ReserveAsync(request, default);
        var wallet = await impatient.Wallets.CompleteAsync(request.Id, NewKey(), default);
        await using var holder = new NpgsqlConnection(connectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await holder.ExecuteAsync("SELECT 1 FROM wallets WHERE id = @id FOR UPDATE", new { id = wallet.Id.Value }, transaction);

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => impatient.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default));
        await transaction.RollbackAsync();

        Assert.IsType<TransferAdmission.Added>(await impatient.Transfers.AddAsync(NewTransfer(wallet), Owner, Lease, default));
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => OpenAsync(Server, time);

    private static async Task<StorageUnderTest> OpenAsync(PostgresServer server, TimeProvider time) =>
        await PostgresStorage.OpenAsync(await server.CreateDatabaseAsync(), time);

    /// <summary>Adds transfers one after the other; returns the keys of those that were surely added.</summary>
    private async Task<List<string>> WriteUntilAsync(Domain.Management.Wallet wallet, int writer, CancellationToken stop)
    {
        var added = new List<string>();
        while (!stop.IsCancellationRequested)
        {
            var key = $"pay-{writer}-{added.Count}";
            try
            {
                await Storage.Transfers.AddAsync(NewTransfer(wallet, key), Owner, Lease, CancellationToken.None);
                added.Add(key);
            }
            catch (Exception exception) when (exception is PortUnavailableException or OutcomeUnknownException)
            {
                return added;
            }
        }

        return added;
    }

    private async Task<bool> ReachableAsync()
    {
        try
        {
            await Storage.Queue.RenewAsync(Owner, [], Lease, default);
            return true;
        }
        catch (PortUnavailableException)
        {
            return false;
        }
    }
}
