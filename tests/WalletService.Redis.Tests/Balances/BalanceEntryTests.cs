using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using WalletService.Domain.Balances;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Redis.Balances;
using WalletService.Redis.Connections;
using WalletService.Redis.Tests.Connections;
using WalletService.TestKit.Fixtures;

namespace WalletService.Redis.Tests.Balances;

/// <summary>What stands in Redis may be anybody's: only an entry that is surely this wallet's is believed.</summary>
public sealed class BalanceEntryTests(RedisKeySpace keys) : IClassFixture<RedisKeySpace>, IAsyncLifetime
{
    private const string Address = "Vote111111111111111111111111111111111111111";

    private readonly WalletId walletId = WalletId.New(TimeProvider.System);
    private ServiceProvider? services;

    private IDatabase Database => services!.GetRequiredService<RedisConnection>().TryGet()!;

    private IBalanceCache Cache => services!.GetRequiredService<IBalanceCache>();

    private string Key => $"{keys.KeyPrefix}balance:{walletId}";

    public async Task InitializeAsync() => services = await RedisCacheServices.OpenAsync(keys);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("not json")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00" """)]
    [InlineData("""{"v":2,"w":"WALLET","u":"u","a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"018f0000-0000-7000-8000-000000000000","u":"u","a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"","a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":null,"a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"not an address","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":-5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":18446744073709551616,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":5.5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","r":0,"s":1,"t":"2026-03-01T12:00:00+00:00"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":5,"r":0,"s":1,"t":"yesterday"}""")]
    [InlineData("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":5,"r":0,"s":1,"t":"2026-03-01T12:00:00+00:00","x":1}""")]
    public async Task A_broken_or_foreign_entry_is_a_miss_and_is_deleted(string entry)
    {
        await Database.StringSetAsync(Key, Filled(entry));

        Assert.Null(await Cache.GetAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
        Assert.True(await RedisCacheServices.IsHealthyAsync(services!));
    }

    [Fact]
    public async Task An_entry_of_the_present_form_is_believed()
    {
        await Database.StringSetAsync(
            Key, Filled("""{"v":1,"w":"WALLET","u":"u","a":"ADDRESS","l":5,"r":2,"s":1,"t":"2026-03-01T12:00:00+00:00"}"""));

        Assert.Equal(new Lamports(3), (await Cache.GetAsync(walletId, default))?.Available);
    }

    [Fact]
    public async Task A_value_of_another_kind_is_a_miss_and_is_deleted()
    {
        await Database.HashSetAsync(Key, "field", "value");

        Assert.Null(await Cache.GetAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
    }

    [Fact]
    public async Task A_huge_entry_is_a_miss()
    {
        await Database.StringSetAsync(Key, new byte[1_000_000]);

        Assert.Null(await Cache.GetAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
    }

    [Fact]
    public void Random_bytes_never_read_as_a_balance()
    {
        var random = new Random(7);
        var valid = BalanceEntry.Write(new WalletBalance
        {
            WalletId = walletId,
            UserId = UserId.Parse("u"),
            Address = SolanaAddress.Parse(Address),
            Lamports = new Lamports(5),
            Reserved = Lamports.Zero,
            Slot = 1,
            AsOf = DateTimeOffset.UnixEpoch,
        });
        Assert.True(BalanceEntry.TryRead(valid, walletId, out _));

        for (var round = 0; round < 5_000; round++)
        {
            var cut = valid.AsSpan(0, random.Next(valid.Length)).ToArray();
            Assert.False(BalanceEntry.TryRead(cut, walletId, out _));
            random.NextBytes(cut);
            Assert.False(BalanceEntry.TryRead(cut, walletId, out _));
        }
    }

    private string Filled(string entry) => entry
        .Replace("WALLET", walletId.ToString(), StringComparison.Ordinal)
        .Replace("ADDRESS", Address, StringComparison.Ordinal);
}
