using WalletService.Contracts.Management;
using WalletService.EndToEnd.Tests.Hostile;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>What requests set off, while the service is asked again and again.</summary>
[Collection(WatchedStack.Name)]
public sealed class CallerAlertTests(WatchedStack watched)
{
    private const string SignOperation = "cryptoKeyVersions.asymmetricSign";

    private readonly WalletServiceStack stack = watched.Stack;

    [Fact]
    public async Task The_vault_has_no_quota_left_for_signatures()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "no-quota");
        await stack.Kms.AddFaultAsync("rateLimited", SignOperation);
        try
        {
            await using var asked = RepeatedRequest.Of(() => client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress())));
            Assert.Equal("ticket", (await watched.FiresAsync("WalletKmsQuota")).Severity);
            Assert.Equal("page", (await watched.FiresAsync("WalletKmsErrors")).Severity);
            Assert.Equal("page", (await watched.FiresAsync("WalletSigningFailing")).Severity);
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        await watched.ResolvesAsync("WalletKmsQuota");
    }

    [Fact]
    public async Task The_vault_fails_until_its_breaker_opens()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "open-breaker");
        await stack.Kms.AddFaultAsync("unavailable", SignOperation);
        try
        {
            await using var asked = RepeatedRequest.Of(() => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1", waitFor: "submitted") with { WaitMs = 1_000 }));
            Assert.Equal("page", (await watched.FiresAsync("WalletKmsBreakerOpen")).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletTransfersDelayed")).Severity);
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        await watched.ResolvesAsync("WalletKmsBreakerOpen");
    }

    [Fact]
    public async Task A_frozen_user_who_goes_on_asking()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "frozen-user");
        await client.FreezeScopeAsync(new FreezeSubject { Scope = "user", Subject = wallet.Details.UserId, Reason = "a drill" });
        try
        {
            await using var asked = RepeatedRequest.Of(() => client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress())));
            Assert.Equal("ticket", (await watched.FiresAsync("WalletFreezeActive", ("scope", "user"))).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletSignaturesRefused", ("outcome", "WALLET_FROZEN"))).Severity);
        }
        finally
        {
            await client.UnfreezeScopeAsync(new UnfreezeSubject { Scope = "user", Subject = wallet.Details.UserId, Reason = "the drill is over" });
        }

        await watched.ResolvesAsync("WalletFreezeActive");
    }

    [Fact]
    public async Task A_caller_without_end()
    {
        await using var caller = await HostileCaller.ConnectAsync(stack);
        await using (RepeatedRequest.Of(() => caller.AskAsync("wallet.management.rotateKey", new { userId = "hostile-storm", walletId = Guid.Empty })))
        {
            Assert.Equal("ticket", (await watched.FiresAsync("WalletRateLimitStorm", ("scope", "user"))).Severity);
        }

        await watched.ResolvesAsync("WalletRateLimitStorm");
    }
}
