using System.Globalization;
using StackExchange.Redis;
using WalletService.Client;
using WalletService.Contracts.Management;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Somebody who can write to Redis says what wallets hold. Payments are judged by the chain and the database alone.</summary>
[Collection(SharedStack.Name)]
public sealed class PoisonedCacheTests(WalletServiceStack stack)
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";

    [Fact]
    public async Task Invented_riches_are_not_paid_out()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "poisoned-rich");
        await PoisonAsync(wallet, Entry(wallet, lamports: 1_000_000_000_000_000));
        var before = await stack.Kms.CountCallsAsync(SignOperation);

        var refused = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "6")));

        Assert.Equal("INSUFFICIENT_FUNDS", refused.Error.Code);
        Assert.Equal(before, await stack.Kms.CountCallsAsync(SignOperation));
        Assert.Equal(TestWallet.Funds, await wallet.OnChainAsync(wallet.Details.Address));
    }

    [Fact]
    public async Task Invented_poverty_keeps_nobody_from_paying()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "poisoned-poor");
        await PoisonAsync(wallet, Entry(wallet, lamports: 0));

        var paid = await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"));

        Assert.Equal("finalized", paid.Status);
    }

    [Theory]
    [InlineData("not JSON at all")]
    [InlineData("{}")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    [InlineData("""{"v":1,"w":"00000000-0000-7000-8000-000000000000","u":"x","a":"x","l":1,"r":0,"s":1,"t":"2026-01-01T00:00:00Z"}""")]
    public async Task What_is_no_entry_of_the_wallet_is_thrown_away(string entry)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "poisoned-garbage");
        await PoisonAsync(wallet, entry);

        Assert.Equal(TestWallet.Funds.ToString(CultureInfo.InvariantCulture), (await wallet.BalanceAsync()).Lamports);
    }

    [Fact]
    public async Task A_freeze_holds_whatever_the_cache_says()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "poisoned-frozen");
        await client.FreezeWalletAsync(new FreezeWallet { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId });
        await PoisonAsync(wallet, Entry(wallet, lamports: TestWallet.Funds));
        await FlushAsync();

        var refused = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5")));

        Assert.Equal("WALLET_FROZEN", refused.Error.Code);
        await client.UnfreezeWalletAsync(new UnfreezeWallet { UserId = wallet.Details.UserId, WalletId = wallet.Details.WalletId });
        Assert.Equal("finalized", (await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"))).Status);
    }

    private static string Entry(TestWallet wallet, ulong lamports) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"v":1,"w":"{{wallet.Details.WalletId}}","u":"{{wallet.Details.UserId}}","a":"{{wallet.Details.Address}}","l":{{lamports}},"r":0,"s":1,"t":"2099-01-01T00:00:00Z"}""");

    private async Task PoisonAsync(TestWallet wallet, string entry)
    {
        using var redis = await ConnectAsync();
        var prefix = stack.Settings.GetValueOrDefault("Redis__KeyPrefix", "wallet:");
        await redis.GetDatabase().StringSetAsync($"{prefix}balance:{wallet.Details.WalletId}", entry);
    }

    private async Task FlushAsync()
    {
        using var redis = await ConnectAsync();
        await redis.GetDatabase().ExecuteAsync("FLUSHDB");
    }

    private Task<ConnectionMultiplexer> ConnectAsync() =>
        ConnectionMultiplexer.ConnectAsync($"{stack.Redis.Endpoint},password={stack.Redis.Password}");
}
