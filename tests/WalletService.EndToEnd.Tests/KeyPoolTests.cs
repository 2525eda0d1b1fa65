using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>Wallets of keys that were made ahead, in the whole service.</summary>
public sealed class KeyPoolTests
{
    private const int Size = 3;
    private const string CreateOperation = "cryptoKeys.create";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Wallets_are_made_of_prepared_keys_while_the_vault_is_away_and_without_them_when_it_is_back()
    {
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["KeyPool__Size"] = $"{Size}";
            settings["KeyPool__RefillInterval"] = "00:00:00.05";
        });
        await using var client = await stack.ConnectAsync(attempts: 1);
        await FilledAsync(stack.Service, Size);

        await stack.Kms.AddFaultAsync("unavailable", CreateOperation);
        var wallets = new List<WalletDetails>();
        for (var number = 0; number < Size; number++)
        {
            wallets.Add(await client.CreateWalletAsync(new CreateWallet { UserId = "pool", Label = $"wallet {number}" }));
        }

        var refused = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.CreateWalletAsync(new CreateWallet { UserId = "pool", Label = "one more", RequestId = "one-more" }));
        Assert.Equal("DEPENDENCY_UNAVAILABLE", refused.Error.Code);

        await stack.Kms.ClearFaultsAsync();
        wallets.Add(await Eventually.HasValueAsync(() => TryCreateAsync(client)));

        Assert.Equal(Size + 1, wallets.Select(wallet => wallet.Address).Distinct(StringComparer.Ordinal).Count());
        Assert.Single(wallets, wallet => wallet.IsActive);
        var paying = await TestWallet.CreateAsync(client, stack.Localnet, "pool-pays");
        Assert.Equal("finalized", (await client.TransferSolAsync(paying.Payment(wallets[0].Address, "0.5"))).Status);
    }

    [Fact]
    public async Task With_an_empty_pool_and_a_slow_vault_several_wallets_at_once_are_made_and_the_pool_fills_again()
    {
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            // One key is made when it starts, and no other while the test runs.
            settings["KeyPool__Size"] = "1";
            settings["KeyPool__RefillInterval"] = "01:00:00";
        });
        await using var client = await stack.ConnectAsync();
        await FilledAsync(stack.Service, 1);
        var made = await stack.Kms.CountCallsAsync(CreateOperation);
        var prepared = await client.CreateWalletAsync(NewWallet(number: 0));
        Assert.Equal(made, await stack.Kms.CountCallsAsync(CreateOperation));

        await stack.Kms.AddFaultAsync("latency", CreateOperation, delay: TimeSpan.FromSeconds(3));
        var wallets = await Task.WhenAll(Enumerable.Range(1, 8).Select(number => client.CreateWalletAsync(NewWallet(number))));

        Assert.Equal(9, wallets.Append(prepared).Select(wallet => wallet.Address).Distinct(StringComparer.Ordinal).Count());
        Assert.True(await stack.Kms.CountCallsAsync(CreateOperation) >= made + wallets.Length);
        foreach (var wallet in wallets)
        {
            Assert.True((await client.SignTransactionAsync(TestWallet.SignatureOf(wallet, TestWallet.NewAddress()))).Complete);
        }

        // The vault is as slow as before, and the pool fills all the same.
        var settings = new Dictionary<string, string>(stack.Settings, StringComparer.Ordinal)
        {
            ["KeyPool__Size"] = "2",
            ["KeyPool__RefillInterval"] = "00:00:00.05",
        };
        await using var hurried = await ServiceProcess.StartAsync(settings);
        await FilledAsync(hurried, 2);
    }

    private static CreateWallet NewWallet(int number) =>
        new() { UserId = $"slow vault {number}", Label = "made without the pool", RequestId = "the wallet" };

    private static Task FilledAsync(ServiceProcess service, int size) => Eventually.BecomesTrueAsync(
        async () => (await service.GetAsync("/metrics")).Body.Contains($"wallet_key_pool_size {size}\n", StringComparison.Ordinal), Patience);

    /// <summary>The circuit breaker may still be open for a moment.</summary>
    private static async Task<WalletDetails?> TryCreateAsync(WalletClient client)
    {
        try
        {
            return await client.CreateWalletAsync(new CreateWallet { UserId = "pool", Label = "one more", RequestId = "one-more" });
        }
        catch (WalletRequestException refused) when (refused.Error.Retryable)
        {
            return null;
        }
    }
}
