using System.Text;
using System.Text.Json.Nodes;
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

/// <summary>Tokens from Redis are believed only when every part of them is as the service writes it.</summary>
public sealed class TokensEntryTests(RedisKeySpace keys) : IClassFixture<RedisKeySpace>, IAsyncLifetime
{
    private static readonly SolanaAddress Mint = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");

    private readonly WalletId walletId = WalletId.New(TimeProvider.System);
    private ServiceProvider? services;

    private IDatabase Database => services!.GetRequiredService<RedisConnection>().TryGet()!;

    private IBalanceCache Cache => services!.GetRequiredService<IBalanceCache>();

    private string Key => $"{keys.KeyPrefix}tokens:{walletId}";

    public async Task InitializeAsync() => services = await RedisCacheServices.OpenAsync(keys);

    public async Task DisposeAsync() => await services!.DisposeAsync();

    [Theory]
    [InlineData("v", "2")]
    [InlineData("v", null)]
    [InlineData("w", "\"018f0000-0000-7000-8000-000000000000\"")]
    [InlineData("u", "\"\"")]
    [InlineData("u", "null")]
    [InlineData("s", "-1")]
    [InlineData("t", "\"2026-03-01T12:00:00+02:00\"")]
    [InlineData("t", "0")]
    [InlineData("r", "{\"not an address\":1}")]
    [InlineData("r", "{\"Vote111111111111111111111111111111111111111\":-1}")]
    [InlineData("r", "null")]
    [InlineData("h", "null")]
    [InlineData("h", "[null]")]
    [InlineData("h", "[{}]")]
    [InlineData("x", "1")]
    [InlineData("h/m", "\"mint\"")]
    [InlineData("h/a", "null")]
    [InlineData("h/a", null)]
    [InlineData("h/p", "\"token-2023\"")]
    [InlineData("h/d", "256")]
    [InlineData("h/n", "18446744073709551616")]
    [InlineData("h/n", "1.5")]
    [InlineData("h/i", "null")]
    [InlineData("h/k", "9")]
    [InlineData("h/o", "1")]
    [InlineData("h/st", "\"thawed\"")]
    [InlineData("h/de", "\"nobody\"")]
    [InlineData("h/ca", "\"\"")]
    [InlineData("h/zz", "1")]
    public async Task A_broken_or_foreign_entry_is_a_miss_and_is_deleted(string field, string? value)
    {
        var entry = JsonNode.Parse(TokensEntry.Write(Tokens())!)!.AsObject();
        var (owner, name) = field.Split('/') is [_, var inner] ? (entry["h"]![0]!.AsObject(), inner) : (entry, field);
        if (value is null)
        {
            owner.Remove(name);
        }
        else
        {
            owner[name] = JsonNode.Parse(value);
        }

        await Database.StringSetAsync(Key, entry.ToJsonString());

        Assert.Null(await Cache.GetTokensAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    public async Task Something_else_is_a_miss_and_is_deleted(string entry)
    {
        await Database.StringSetAsync(Key, entry);

        Assert.Null(await Cache.GetTokensAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
    }

    [Fact]
    public async Task A_value_of_another_kind_or_a_huge_one_is_a_miss_and_is_deleted()
    {
        await Database.HashSetAsync(Key, "field", "value");
        Assert.Null(await Cache.GetTokensAsync(walletId, default));

        await Database.StringSetAsync(Key, new byte[1_000_000]);
        Assert.Null(await Cache.GetTokensAsync(walletId, default));
        Assert.False(await Database.KeyExistsAsync(Key));
    }

    [Fact]
    public void Cut_or_random_bytes_never_read_as_tokens()
    {
        var random = new Random(7);
        var valid = TokensEntry.Write(Tokens())!;
        Assert.True(TokensEntry.TryRead(valid, walletId, out _), Encoding.UTF8.GetString(valid));

        for (var round = 0; round < 2_000; round++)
        {
            var cut = valid.AsSpan(0, random.Next(valid.Length)).ToArray();
            Assert.False(TokensEntry.TryRead(cut, walletId, out _));
            random.NextBytes(cut);
            Assert.False(TokensEntry.TryRead(cut, walletId, out _));
        }
    }

    [Fact]
    public async Task More_than_is_cached_at_most_is_not_kept()
    {
        var one = Tokens();
        await Cache.SetTokensAsync(
            one with { Holdings = new TokenHoldings([.. Enumerable.Repeat(one.Holdings.Tokens[0], 1_000)], 1) }, TimeSpan.FromMinutes(1), default);

        Assert.False(await Database.KeyExistsAsync(Key));
    }

    private WalletTokens Tokens() => new()
    {
        WalletId = walletId,
        UserId = UserId.Parse("u"),
        Holdings = new TokenHoldings(
            [
                new TokenHolding
                {
                    Mint = Mint,
                    TokenAccount = Mint,
                    Program = TokenHolding.Token,
                    Decimals = 6,
                    Amount = 12_500_000,
                    UiAmount = "12.5",
                    UiAmountMeaning = UiAmountMeaning.Exact,
                    IsAssociated = true,
                    State = TokenHolding.Initialized,
                },
            ],
            5),
        Reserved = new Dictionary<SolanaAddress, ulong> { [Mint] = 500_000 },
        AsOf = DateTimeOffset.UnixEpoch,
    };
}
