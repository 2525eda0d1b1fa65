using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Balances;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Tests.Balances;

/// <summary>What crowds of balance requests with a cold cache cost the node, from the use case down.</summary>
[Collection(LocalnetTests.Name)]
public sealed class BalanceServiceTests(LocalnetFixture fixture) : IAsyncDisposable
{
    private static readonly UserId User = UserId.Parse("ann");

    private readonly ServiceProvider services = new ServiceCollection().AddEmbeddedStorage().AddEmbeddedCache().BuildServiceProvider();

    [Fact]
    public async Task A_hundred_wallets_at_once_are_two_requests_at_most()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var service = ServiceOver(ledger);
        var wallets = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => CreateWalletAsync()));

        var balances = await Task.WhenAll(wallets.Select(wallet => service.GetAsync(User, wallet.Id, Commitment.Confirmed, default)));

        Assert.InRange(counter["getMultipleAccounts"], 1, 2);
        Assert.Equal(0, counter["getBalance"]);
        Assert.All(balances, result => Assert.True(result.TryGetValue(out _, out _)));
    }

    [Fact]
    public async Task A_thousand_askers_of_one_wallet_are_one_request()
    {
        using var counter = new RequestCounter();
        await using var ledger = await StartAsync(counter);
        var service = ServiceOver(ledger);
        var wallet = await CreateWalletAsync();

        var balances = await Task.WhenAll(
            Enumerable.Range(0, 1_000).Select(_ => service.GetAsync(User, wallet.Id, Commitment.Confirmed, default)));

        Assert.Equal(1, counter["getMultipleAccounts"]);
        Assert.Equal(0, counter["getBalance"]);
        Assert.All(balances, result => Assert.True(result.TryGetValue(out _, out _)));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();

    private Task<SolanaLedger> StartAsync(RequestCounter counter) =>
        SolanaLedger.StartAsync(fixture.Localnet.RpcUrl, webSocketUrl: null, counter, ("BalanceGatherTime", "00:00:00.100"));

    private GetBalanceService ServiceOver(SolanaLedger ledger) => new(
        services.GetRequiredService<IWalletStore>(),
        ledger.Reader,
        services.GetRequiredService<IReservations>(),
        services.GetRequiredService<IBalanceCache>(),
        services.GetRequiredService<IWorkLock>(),
        new BalanceOptions { TimeToLive = TimeSpan.FromMinutes(10) },
        TimeProvider.System);

    private async Task<Wallet> CreateWalletAsync()
    {
        var store = services.GetRequiredService<IWalletStore>();
        var id = WalletId.New(TimeProvider.System);
        await store.ReserveAsync(
            new NewWallet(
                id,
                User,
                CallerId.Unidentified,
                WalletLabel.Parse("Savings"),
                IdempotencyKey.Parse(id.ToString()),
                RequestFingerprint.Of("create", id.ToString()),
                DateTimeOffset.UnixEpoch),
            default);
        return await store.CompleteAsync(id, new WalletKey("fake", $"key-{id}", TestWallet.Create().Address, "SOFTWARE"), default);
    }
}
