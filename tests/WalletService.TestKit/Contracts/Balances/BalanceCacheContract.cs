using System.Security.Cryptography;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;
using Xunit;

namespace WalletService.TestKit.Contracts.Balances;

/// <summary>What every <see cref="IBalanceCache"/> does.</summary>
public abstract class BalanceCacheContract : IAsyncLifetime
{
    protected static readonly TimeSpan TimeToLive = TimeSpan.FromMinutes(1);

    protected abstract IBalanceCache Cache { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Gives_back_what_was_put_in()
    {
        var balance = NewBalance(ulong.MaxValue);

        await Cache.SetAsync(balance, TimeToLive, default);

        Assert.Equal(balance, await Cache.GetAsync(balance.WalletId, default));
    }

    [Fact]
    public async Task Misses_what_was_never_put_in()
    {
        Assert.Null(await Cache.GetAsync(WalletId.New(TimeProvider.System), default));
    }

    [Fact]
    public async Task Forgets_what_was_removed()
    {
        var balance = NewBalance(1);
        await Cache.SetAsync(balance, TimeToLive, default);

        await Cache.RemoveAsync(balance.WalletId, default);

        Assert.Null(await Cache.GetAsync(balance.WalletId, default));
    }

    [Fact]
    public async Task Keeps_the_newest()
    {
        var balance = NewBalance(1);
        await Cache.SetAsync(balance, TimeToLive, default);

        await Cache.SetAsync(balance with { Lamports = new Lamports(2) }, TimeToLive, default);

        Assert.Equal(new Lamports(2), (await Cache.GetAsync(balance.WalletId, default))!.Lamports);
    }

    [Fact]
    public async Task Forgets_after_its_time()
    {
        var balance = NewBalance(1);
        await Cache.SetAsync(balance, TimeSpan.FromMilliseconds(200), default);

        Pass(TimeSpan.FromMilliseconds(200));

        await Eventually.BecomesTrueAsync(async () => await Cache.GetAsync(balance.WalletId, default) is null);
    }

    /// <summary>Moves the adapter's clock on, where the test has it in hand. Elsewhere the tests poll until time has passed.</summary>
    protected virtual void Pass(TimeSpan duration)
    {
    }

    protected static WalletBalance NewBalance(ulong lamports) => new()
    {
        WalletId = WalletId.New(TimeProvider.System),
        UserId = UserId.Parse("user \"quoted\" Ü"),
        Address = SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length)),
        Lamports = new Lamports(lamports),
        Reserved = new Lamports(lamports / 2),
        Slot = 372_000_000,
        AsOf = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero),
    };
}
