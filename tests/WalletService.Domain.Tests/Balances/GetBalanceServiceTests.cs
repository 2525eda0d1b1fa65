using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Balances;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Balances;

/// <summary>How often the chain is asked for balances, whoever asks at once.</summary>
public sealed class GetBalanceServiceTests : IAsyncLifetime
{
    private static readonly BalanceOptions Options = new();

    private readonly ManualTimeProvider time = new();
    private readonly CountedLedger ledger = new();
    private readonly ServiceProvider services;
    private double random = 0.5;

    public GetBalanceServiceTests() =>
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedStorage().AddEmbeddedCache().BuildServiceProvider();

    private Wallet Wallet { get; set; } = null!;

    public async Task InitializeAsync()
    {
        var store = services.GetRequiredService<IWalletStore>();
        var label = WalletLabel.Parse("Savings");
        var id = WalletId.New(time);
        await store.ReserveAsync(
            new NewWallet(
                id, UserId.Parse("ann"), CallerId.Unidentified, label, IdempotencyKey.Parse("k"), RequestFingerprint.Of("create"), time.GetUtcNow()),
            default);
        var address = SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length));
        Wallet = await store.CompleteAsync(id, new WalletKey("fake", "key", address, "SOFTWARE"), default);
    }

    public async Task DisposeAsync() => await services.DisposeAsync();

    [Fact]
    public async Task A_thousand_askers_of_one_wallet_make_one_read()
    {
        var service = Instance();
        ledger.Hold();
        var asking = Enumerable.Range(0, 1_000).Select(_ => AskAsync(service)).ToArray();
        await Eventually.BecomesTrueAsync(() => ledger.Reads == 1);

        ledger.Release();
        var balances = await Task.WhenAll(asking);

        Assert.Equal(1, ledger.Reads);
        Assert.All(balances, balance => Assert.Equal(new Lamports(CountedLedger.Balance), balance.Lamports));
        await AskAsync(service);
        Assert.Equal(1, ledger.Reads);
    }

    [Fact]
    public async Task Two_instances_make_one_read_between_them()
    {
        var (one, other) = (Instance(), Instance());
        ledger.Hold();
        var first = AskAsync(one);
        await Eventually.BecomesTrueAsync(() => ledger.Reads == 1);
        var crowd = Enumerable.Range(0, 100).Select(_ => AskAsync(other)).ToArray();
        ledger.Release();
        await first;

        await Eventually.BecomesTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return Array.TrueForAll(crowd, asking => asking.IsCompleted);
        });

        Assert.Equal(1, ledger.Reads);
        Assert.All(await Task.WhenAll(crowd), balance => Assert.Equal(new Lamports(CountedLedger.Balance), balance.Lamports));
    }

    [Fact]
    public async Task An_instance_that_dies_while_it_reads_holds_up_nobody_for_long()
    {
        await using var turn = await services.GetRequiredService<IWorkLock>().TryAcquireAsync($"balance:{Wallet.Id}", TimeSpan.FromDays(1), default);
        var asking = AskAsync(Instance());

        await Eventually.BecomesTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            return asking.IsCompleted;
        });

        Assert.Equal(new Lamports(CountedLedger.Balance), (await asking).Lamports);
    }

    [Fact]
    public async Task An_asker_that_gives_up_stops_no_other()
    {
        var service = Instance();
        using var impatience = new CancellationTokenSource();
        ledger.Hold();
        var impatient = service.GetAsync(Wallet.UserId, Wallet.Id, Commitment.Confirmed, impatience.Token);
        await Eventually.BecomesTrueAsync(() => ledger.Reads == 1);
        var patient = AskAsync(service);

        await impatience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        ledger.Release();

        Assert.Equal(new Lamports(CountedLedger.Balance), (await patient).Lamports);
        Assert.Equal(1, ledger.Reads);
    }

    [Fact]
    public async Task A_failure_is_told_to_all_who_asked_and_the_next_one_reads_anew()
    {
        var service = Instance();
        ledger.Hold();
        var asking = Enumerable.Range(0, 10).Select(_ => AskAsync(service)).ToArray();
        ledger.Fail(new PortUnavailableException("solana-rpc", "No node answers."));

        foreach (var asker in asking)
        {
            await Assert.ThrowsAsync<PortUnavailableException>(() => asker);
        }

        Assert.Equal(new Lamports(CountedLedger.Balance), (await AskAsync(service)).Lamports);
    }

    [Fact]
    public async Task Who_asks_for_anothers_wallet_learns_nothing_whatever_is_cached()
    {
        var service = Instance();
        Assert.False((await service.GetAsync(UserId.Parse("bob"), Wallet.Id, Commitment.Confirmed, default)).TryGetValue(out _, out _));
        await AskAsync(service);

        var refused = await service.GetAsync(UserId.Parse("bob"), Wallet.Id, Commitment.Confirmed, default);

        Assert.False(refused.TryGetValue(out _, out var error));
        Assert.Equal(WalletErrors.WalletNotFound().Code, error.Code);
        Assert.Equal(1, ledger.Reads);
    }

    [Fact]
    public async Task A_value_is_renewed_shortly_before_its_end_while_everybody_is_answered_at_once()
    {
        var service = Instance();
        ledger.BeforeAnswer = () => time.Advance(TimeSpan.FromMilliseconds(100));
        var first = await AskAsync(service);
        ledger.BeforeAnswer = null;

        // A read took 100 ms: with this chance it is due from 100 ms before the end.
        random = 1 - (1 / Math.E);
        time.Advance(Options.TimeToLive - TimeSpan.FromMilliseconds(120));
        Assert.Equal(first, await AskAsync(service));
        Assert.Equal(1, ledger.Reads);

        time.Advance(TimeSpan.FromMilliseconds(30));
        ledger.Hold();
        var askers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(service)));

        Assert.All(askers, balance => Assert.Equal(first, balance));
        ledger.Release();
        await Eventually.BecomesTrueAsync(async () => await AskAsync(service) != first);
        Assert.Equal(2, ledger.Reads);
    }

    [Fact]
    public async Task A_failed_renewal_is_told_to_nobody()
    {
        var service = Instance();
        ledger.BeforeAnswer = () => time.Advance(TimeSpan.FromMilliseconds(100));
        var first = await AskAsync(service);
        random = 1 - (1 / Math.E);
        time.Advance(Options.TimeToLive - TimeSpan.FromMilliseconds(50));
        ledger.Hold();
        Assert.Equal(first, await AskAsync(service));
        ledger.Fail(new PortUnavailableException("solana-rpc", "No node answers."));

        Assert.Equal(first, await AskAsync(service));
    }

    [Fact]
    public async Task Other_commitments_are_read_each_time()
    {
        var service = Instance();
        await service.GetAsync(Wallet.UserId, Wallet.Id, Commitment.Finalized, default);
        await service.GetAsync(Wallet.UserId, Wallet.Id, Commitment.Finalized, default);

        Assert.Equal(2, ledger.Reads);
    }

    /// <summary>An instance of the service; all share the cache and the work lock.</summary>
    private GetBalanceService Instance() => new(
        services.GetRequiredService<IWalletStore>(),
        ledger,
        services.GetRequiredService<IReservations>(),
        services.GetRequiredService<IBalanceCache>(),
        services.GetRequiredService<IWorkLock>(),
        Options,
        time,
        () => random);

    private async Task<WalletBalance> AskAsync(GetBalanceService service)
    {
        var result = await service.GetAsync(Wallet.UserId, Wallet.Id, Commitment.Confirmed, default);
        Assert.True(result.TryGetValue(out var balance, out _));
        return balance;
    }
}
