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
    public async Task Gives_back_the_tokens_that_were_put_in()
    {
        var tokens = NewTokens();

        await Cache.SetTokensAsync(tokens, TimeToLive, default);

        AssertSame(tokens, await Cache.GetTokensAsync(tokens.WalletId, default));
        Assert.Null(await Cache.GetAsync(tokens.WalletId, default));
        Assert.Null(await Cache.GetTokensAsync(WalletId.New(TimeProvider.System), default));
    }

    [Fact]
    public async Task Forgets_balance_and_tokens_together()
    {
        var balance = NewBalance(1);
        var tokens = NewTokens() with { WalletId = balance.WalletId };
        await Cache.SetAsync(balance, TimeToLive, default);
        await Cache.SetTokensAsync(tokens, TimeToLive, default);
        Assert.NotNull(await Cache.GetTokensAsync(balance.WalletId, default));

        await Cache.RemoveAsync(balance.WalletId, default);

        Assert.Null(await Cache.GetAsync(balance.WalletId, default));
        Assert.Null(await Cache.GetTokensAsync(balance.WalletId, default));
    }

    [Fact]
    public async Task Forgets_tokens_after_their_time()
    {
        var tokens = NewTokens();
        await Cache.SetTokensAsync(tokens, TimeSpan.FromMilliseconds(200), default);

        Pass(TimeSpan.FromMilliseconds(200));

        await Eventually.BecomesTrueAsync(async () => await Cache.GetTokensAsync(tokens.WalletId, default) is null);
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

    protected static void AssertSame(WalletTokens expected, WalletTokens? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Holdings.Tokens, actual.Holdings.Tokens);
        Assert.Equal(expected.Reserved, actual.Reserved);
        Assert.Equal(
            (expected.WalletId, expected.UserId, expected.Holdings.Slot, expected.AsOf),
            (actual.WalletId, actual.UserId, actual.Holdings.Slot, actual.AsOf));
    }

    /// <summary>One account with everything that an account can have, and one with nothing.</summary>
    protected static WalletTokens NewTokens()
    {
        var full = new TokenHolding
        {
            Mint = NewAddress(),
            TokenAccount = NewAddress(),
            Program = TokenHolding.Token2022,
            Decimals = 255,
            Amount = ulong.MaxValue,
            UiAmount = "1.5",
            UiAmountMeaning = UiAmountMeaning.Scaled,
            IsAssociated = true,
            State = TokenHolding.Frozen,
            Delegate = NewAddress(),
            DelegatedAmount = 7,
            CloseAuthority = NewAddress(),
            Symbol = "\"U\\",
            Name = "Ünï 💰",
        };
        var bare = new TokenHolding
        {
            Mint = NewAddress(),
            TokenAccount = NewAddress(),
            Program = TokenHolding.Token,
            Decimals = 0,
            Amount = 0,
            UiAmount = "0",
            UiAmountMeaning = UiAmountMeaning.Exact,
            IsAssociated = false,
            State = TokenHolding.Initialized,
        };
        return new WalletTokens
        {
            WalletId = WalletId.New(TimeProvider.System),
            UserId = UserId.Parse("user \"quoted\" Ü"),
            Holdings = new TokenHoldings([full, bare], 372_000_000),
            Reserved = new Dictionary<SolanaAddress, ulong> { [full.Mint] = ulong.MaxValue },
            AsOf = new DateTimeOffset(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero),
        };
    }

    private static SolanaAddress NewAddress() => SolanaAddress.FromBytes(RandomNumberGenerator.GetBytes(SolanaAddress.Length));

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
