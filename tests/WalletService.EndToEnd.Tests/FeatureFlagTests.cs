using WalletService.Client;
using WalletService.Contracts.Features;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>A feature is switched off and on in two instances of the whole service.</summary>
public sealed class FeatureFlagTests
{
    [Fact]
    public async Task Every_instance_knows_of_a_change_also_one_that_starts_later()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var second = await ServiceProcess.StartAsync(stack.Settings);
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "flags");
        var message = new SignMessage { UserId = "flags", WalletId = wallet.Details.WalletId, Message = "I am here" };

        await client.SetFlagAsync(new SetFlag { Feature = "message-signing", Enabled = false, Reason = "Drill" });
        await KnowsAsync(stack.Service, isOn: false);
        await KnowsAsync(second, isOn: false);
        await using var third = await ServiceProcess.StartAsync(stack.Settings);
        await KnowsAsync(third, isOn: false);

        // Enough for every instance to get some of them.
        for (var number = 0; number < 12; number++)
        {
            var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.SignMessageAsync(message));
            Assert.Equal("FEATURE_DISABLED", refused.Error.Code);
        }

        await client.SetFlagAsync(new SetFlag { Feature = "message-signing", Enabled = true, Reason = "The drill is over" });
        await KnowsAsync(stack.Service, isOn: true);
        await KnowsAsync(second, isOn: true);
        await KnowsAsync(third, isOn: true);
        Assert.NotNull((await client.SignMessageAsync(message)).Signature);
    }

    private static Task KnowsAsync(ServiceProcess instance, bool isOn) => Eventually.BecomesTrueAsync(async () =>
        (await instance.GetAsync("/metrics")).Body.Contains(
            $$"""wallet_feature_enabled{feature="message-signing"} {{(isOn ? 1 : 0)}}""", StringComparison.Ordinal));
}
