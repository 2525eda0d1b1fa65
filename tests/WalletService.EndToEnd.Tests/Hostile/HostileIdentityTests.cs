using RabbitMQ.Client;
using WalletService.Contracts;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>A caller that says it is another, or reaches for what is not its own.</summary>
[Collection(SharedStack.Name)]
public sealed class HostileIdentityTests(WalletServiceStack stack)
{
    [Fact]
    public async Task Who_forges_its_name_loses_its_channel_and_reaches_nobody()
    {
        var granted = await Refusals.CountAsync(stack, "OK");
        await using var caller = await HostileCaller.ConnectAsync(stack);
        await caller.Channel.BasicPublishAsync(
            "wallet",
            "wallet.management.create",
            mandatory: false,
            new BasicProperties { UserId = RabbitMqServer.UserName, CorrelationId = "forged" },
            """{"userId":"victim-of-a-forgery","label":"forged"}"""u8.ToArray());

        await Eventually.BecomesTrueAsync(() => !caller.Channel.IsOpen);
        Assert.Equal(Constants.PreconditionFailed, caller.Channel.CloseReason!.ReplyCode);
        await using var client = await stack.ConnectAsync();
        Assert.Empty((await client.ListWalletsAsync(new() { UserId = "victim-of-a-forgery" })).Wallets);
        await granted.AtLeastAsync(1);
    }

    [Fact]
    public async Task Another_users_wallet_is_out_of_reach_by_every_route()
    {
        await using var owner = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(owner, stack.Localnet, $"victim-{Guid.CreateVersion7()}");
        var before = await wallet.BalanceAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var unauthorized = await Refusals.CountAsync(stack, "UNAUTHORIZED_CALLER");
        var missing = await Refusals.CountAsync(stack, "WALLET_NOT_FOUND");
        var refused = await Refusals.OfAsync(stack, "wallet_callers_refused_total");
        var requests = EveryRouteTests.RequestsFor(wallet, transactionId: string.Empty).Where(request => request.AsItself == "WALLET_NOT_FOUND").ToArray();
        Assert.Contains(requests, request => request.Route == Routes.TransferSol);
        foreach (var (route, fields, _) in requests)
        {
            // As the owner: the caller may not act for this user. As itself: the wallet is not there.
            var asOwner = await caller.AskAsync(route, new Dictionary<string, object>(fields) { ["userId"] = wallet.Details.UserId });
            Assert.Equal((route, "UNAUTHORIZED_CALLER"), (route, HostileCaller.CodeOf(asOwner)));
            var asItself = await caller.AskAsync(route, new Dictionary<string, object>(fields) { ["userId"] = $"hostile-{Guid.CreateVersion7()}" });
            Assert.Equal((route, "WALLET_NOT_FOUND"), (route, HostileCaller.CodeOf(asItself)));
        }

        await unauthorized.AtLeastAsync(requests.Length);
        await missing.AtLeastAsync(requests.Length);
        await refused.AtLeastAsync(requests.Length);
        Assert.Equal(before.Lamports, (await wallet.BalanceAsync()).Lamports);
    }

    [Fact]
    public async Task Who_does_not_say_who_it_is_gets_nothing()
    {
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var unauthorized = await Refusals.CountAsync(stack, "UNAUTHORIZED_CALLER");
        var nameless = await caller.AskAsync("wallet.management.list", new { userId = "hostile-1" }, properties => properties.UserId = null);
        Assert.Equal("UNAUTHORIZED_CALLER", HostileCaller.CodeOf(nameless));
        await unauthorized.AtLeastAsync(1);
    }
}
