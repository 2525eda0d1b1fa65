using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>Wallets of keys that were made ahead, in the whole service.</summary>
public sealed class KeyPoolTests
{
    private const int Size = 3;
    private const string CreateOperation = "cryptoKeys.create";

    [Fact]
    public async Task Wallets_are_made_of_prepared_keys_while_the_vault_is_away_and_without_them_when_it_is_back()
    {
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["KeyPool__Size"] = $"{Size}";
            settings["KeyPool__RefillInterval"] = "00:00:00.05";
        });
        await using var client = await stack.ConnectAsync(attempts: 1);
        await Eventually.BecomesTrueAsync(async () =>
            (await stack.Service.GetAsync("/metrics")).Body.Contains($"wallet_key_pool_size {Size}", StringComparison.Ordinal));

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
