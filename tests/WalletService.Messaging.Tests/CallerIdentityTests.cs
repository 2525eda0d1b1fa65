using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>Who may ask: a caller is believed when the broker vouches for it, and does what the settings let it do.</summary>
public sealed class CallerIdentityTests(ServiceForCallers fixture) : IClassFixture<ServiceForCallers>
{
    private string Shop => fixture.UserOf(ServiceForCallers.Shop);

    [Fact]
    public async Task A_known_caller_uses_its_routes_for_its_users()
    {
        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        var reply = await shop.AskAsync("wallet.management.create", new { userId = ShopUser(), label = "a" }, AsShop);
        Assert.True(reply.Success, reply.Body);
    }

    [Fact]
    public async Task A_message_that_does_not_say_who_asks_is_refused()
    {
        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        AssertRefused("unidentified", await shop.AskAsync("wallet.management.list", new { userId = ShopUser() }));
    }

    [Fact]
    public async Task A_caller_that_the_settings_do_not_name_is_refused()
    {
        await using var stranger = await ConnectAsync(ServiceForCallers.Stranger);
        var reply = await stranger.AskAsync(
            "wallet.management.list", new { userId = ShopUser() }, properties => properties.UserId = fixture.UserOf(ServiceForCallers.Stranger));
        AssertRefused("unknown", reply);
    }

    [Fact]
    public async Task The_broker_closes_the_channel_of_who_gives_another_name_than_its_own()
    {
        await using var stranger = await ConnectAsync(ServiceForCallers.Stranger);
        await stranger.Channel.BasicPublishAsync(
            "wallet", "wallet.management.list", mandatory: false, new BasicProperties { UserId = Shop, ReplyTo = stranger.ReplyTo }, "{}"u8.ToArray());
        await Eventually.BecomesTrueAsync(() => !stranger.Channel.IsOpen);
        Assert.Equal(Constants.PreconditionFailed, stranger.Channel.CloseReason!.ReplyCode);
        Assert.Contains("user_id property set to", stranger.Channel.CloseReason.ReplyText, StringComparison.Ordinal);
        await Assert.ThrowsAsync<AlreadyClosedException>(
            () => stranger.Channel.BasicPublishAsync("wallet", "wallet.management.list", "{}"u8.ToArray()).AsTask());
    }

    [Fact]
    public async Task A_caller_is_refused_other_routes_before_its_fields_are_looked_at()
    {
        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        AssertRefused("route", await shop.AskAsync("wallet.transaction.transferSol", "{", AsShop));
        AssertRefused("route", await shop.AskAsync("wallet.management.replayEvents", new { userId = ShopUser() }, AsShop));
    }

    [Fact]
    public async Task A_caller_is_refused_other_users()
    {
        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        AssertRefused("user", await shop.AskAsync("wallet.management.list", new { userId = "bank-1" }, AsShop));
        AssertRefused("user", await shop.AskAsync("wallet.management.list", new { userId = "SHOP-1" }, AsShop));
    }

    [Fact]
    public async Task Who_is_not_let_in_does_not_learn_which_routes_there_are()
    {
        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        AssertRefused("unidentified", await shop.AskAsync("wallet.management.nonsense", "{}"));
        Assert.Equal("UNKNOWN_ROUTE", (await shop.AskAsync("wallet.management.nonsense", "{}", AsShop)).Code);
    }

    [Fact]
    public async Task The_client_says_under_which_name_it_is_connected()
    {
        var broker = fixture.BrokerOf(ServiceForCallers.Shop);
        await using var client = await WalletClient.ConnectAsync(
            new WalletClientOptions { BrokerUri = broker.Uri, UserName = broker.UserName, Password = broker.Password });
        Assert.Empty((await client.ListWalletsAsync(new ListWallets { UserId = ShopUser() })).Wallets);

        var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.ListWalletsAsync(new ListWallets { UserId = "bank-1" }));
        Assert.Equal("UNAUTHORIZED_CALLER", refused.Error.Code);
    }

    [Fact]
    public async Task Every_refusal_is_counted_and_operators_are_told_once_for_a_crowd()
    {
        var counted = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument is { Meter.Name: "WalletService", Name: "wallet_callers_refused" })
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.AddOrUpdate(tags[0].Value!.ToString()!, value, (_, sum) => sum + value));
        listener.Start();

        await using var shop = await ConnectAsync(ServiceForCallers.Shop);
        for (var request = 0; request < 5; request++)
        {
            AssertRefused("user", await shop.AskAsync("wallet.balance.get", new { userId = "bank-1", walletId = Some.RequestId() }, AsShop));
        }

        Assert.True(counted["user"] >= 5);
        await Eventually.BecomesTrueAsync(async () => await ViolationsAsync() > 0);
        Assert.InRange(await ViolationsAsync(), 1, 3);
        var audit = fixture.Service.Services.GetRequiredService<IAuditTrail>();
        Assert.NotNull(await audit.FindNewestAsync("caller.refused", default));
    }

    private async Task<int> ViolationsAsync()
    {
        var page = await fixture.Service.Services.GetRequiredService<IEventLog>().ReadAsync(0, EventFilter.All, default);
        return page.Events.Count(item =>
            item.Event.Type == "security.violation"
            && item.Event.Data.Contains(Shop, StringComparison.Ordinal)
            && item.Event.Data.Contains("refused: user", StringComparison.Ordinal));
    }

    private static string ShopUser() => $"shop-{Guid.CreateVersion7()}";

    private void AsShop(BasicProperties properties) => properties.UserId = Shop;

    private Task<AmqpCaller> ConnectAsync(string caller) => AmqpCaller.ConnectAsync(fixture.BrokerOf(caller));

    private static void AssertRefused(string reason, AmqpReply reply)
    {
        Assert.Equal("UNAUTHORIZED_CALLER", reply.Code);
        Assert.Equal(reason, reply.Json["error"]!["details"]!["reason"]!.GetValue<string>());
    }
}
