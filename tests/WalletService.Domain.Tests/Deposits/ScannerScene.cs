using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Deposits;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Deposits;

/// <summary>A scanner over the embedded store and a scripted chain, whose books are open.</summary>
internal sealed class ScannerScene : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ManualTimeProvider time = new();

    public ScannerScene(bool earlyNotice = false)
    {
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedStorage().AddEmbeddedCache().BuildServiceProvider();
        Options = new DepositOptions { EarlyNotice = earlyNotice, BatchSize = 4, ReadAhead = 2 };
        Scanner = NewScanner("a");
    }

    public DepositOptions Options { get; }

    public ScriptedChain Chain { get; } = new();

    public RecordedDepositTelemetry Telemetry { get; } = new();

    public DepositScanner Scanner { get; }

    public IDepositBooks Books => services.GetRequiredService<IDepositBooks>();

    public IDepositHistory History => services.GetRequiredService<IDepositHistory>();

    public IBalanceCache Balances => services.GetRequiredService<IBalanceCache>();

    public DepositScanner NewScanner(string owner)
    {
        var watched = new WatchedAddresses(services.GetRequiredService<IWatchedAddressSource>());
        var bookkeeper = new Bookkeeper(time);
        return new DepositScanner(
            Chain,
            Books,
            watched,
            new LinkedBlocks(Chain, watched, Options),
            new EarlyNotice(Chain, Books, watched, bookkeeper, Telemetry),
            bookkeeper,
            Balances,
            Telemetry,
            Options,
            time,
            owner);
    }

    public async Task<Wallet> CreateWalletAsync()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var wallets = services.GetRequiredService<IWalletStore>();
        var id = WalletId.New(time);
        await wallets.ReserveAsync(
            new NewWallet(
                id,
                UserId.Parse("u"),
                CallerId.Unidentified,
                WalletLabel.Parse("w"),
                IdempotencyKey.Parse(id.ToString()),
                RequestFingerprint.Of("w"),
                time.GetUtcNow()),
            default);
        return await wallets.CompleteAsync(id, new WalletKey("fake", "key", ScriptedChain.NewAddress(), "SOFTWARE"), default);
    }

    /// <summary>Scans until there is nothing more at once.</summary>
    public async Task ScanAsync()
    {
        while (await Scanner.ScanAsync(default))
        {
            // More at once.
        }
    }

    public async Task<IReadOnlyList<ulong>> AmountsAsync()
    {
        var page = await History.ListAsync(UserId.Parse("u"), new DepositFilter(null, null, null), 1000, null, default);
        return [.. page.Deposits.Select(deposit => deposit.Amount).Reverse()];
    }

    public async Task<BooksPosition?> PositionAsync() => (await Books.TakeTurnAsync("a", Options.Lease, default)).Position;

    public void Advance(TimeSpan by) => time.Advance(by);

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
