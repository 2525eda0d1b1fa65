using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>Who may ask by a signed token, over a real broker. The token says who it is; the settings say what it may do.</summary>
public sealed class CallerTokenRequestsTests(ServiceForTokens fixture) : IClassFixture<ServiceForTokens>
{
    private const string List = "wallet.management.list";

    private string Shop => fixture.UserOf(ServiceForTokens.Shop);

    [Fact]
    public async Task A_token_is_enough_and_goes_with_the_brokers_user_of_the_same_name()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        Assert.True((await caller.AskAsync(List, new { userId = "shop-1" }, With(Token()))).Success);
        Assert.True((await caller.AskAsync(List, new { userId = "shop-1" }, properties =>
        {
            properties.UserId = Shop;
            With(Token())(properties);
        })).Success);
    }

    [Fact]
    public async Task A_token_over_another_callers_connection_is_refused()
    {
        await using var stranger = await ConnectAsync(ServiceForTokens.Stranger);
        AssertRefused("mismatch", await stranger.AskAsync(List, new { userId = "shop-1" }, properties =>
        {
            properties.UserId = fixture.UserOf(ServiceForTokens.Stranger);
            With(Token())(properties);
        }));
    }

    [Fact]
    public async Task Where_tokens_are_required_the_brokers_user_is_not_enough()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        AssertRefused("unidentified", await caller.AskAsync(List, new { userId = "shop-1" }, properties => properties.UserId = Shop));
    }

    [Fact]
    public async Task A_token_gives_no_more_than_the_settings()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        AssertRefused("unknown", await caller.AskAsync(List, new { userId = "shop-1" }, With(Token("nobody"))));
        AssertRefused("user", await caller.AskAsync(List, new { userId = "bank-1" }, With(Token(claims: ("act_for", "*")))));
        AssertRefused("route", await caller.AskAsync("wallet.transaction.sign", new { userId = "shop-1" }, With(Token(claims: ("routes", "*")))));
    }

    [Fact]
    public async Task A_token_gives_no_more_than_it_says()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        var token = Token(null, ("act_for", "shop-1"), ("routes", List));
        Assert.True((await caller.AskAsync(List, new { userId = "shop-1" }, With(token))).Success);
        AssertRefused("user", await caller.AskAsync(List, new { userId = "shop-2" }, With(token)));
        AssertRefused("route", await caller.AskAsync("wallet.management.create", new { userId = "shop-1" }, With(token)));
    }

    [Fact]
    public async Task A_header_that_is_no_token_is_refused_before_the_body_is_read()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        object?[] values = ["Bearer nonsense", "Basic c2hvcDpzaG9w", Token(), 7, new Dictionary<string, object?> { ["a"] = 1 }, "Bearer " + new string('x', 60_000)];
        foreach (var value in values)
        {
            AssertRefused("token", await caller.AskAsync(List, "{", properties =>
            {
                properties.UserId = Shop;
                properties.Headers = new Dictionary<string, object?> { ["authorization"] = value };
            }));
        }
    }

    [Fact]
    public async Task Two_headers_are_refused_whichever_of_them_is_right()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        AssertRefused("token", await caller.AskAsync(List, new { userId = "shop-1" }, properties => properties.Headers =
            new Dictionary<string, object?> { ["authorization"] = $"Bearer {Token()}", ["Authorization"] = "Bearer x" }));
    }

    /// <summary>A token that was caught gives its thief nothing by the same request again: it is answered as the first was.</summary>
    [Fact]
    public async Task A_request_that_is_sent_again_with_its_token_takes_effect_once()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        var request = new { userId = $"shop-{Guid.CreateVersion7()}", label = "a", requestId = Some.RequestId() };
        var token = Token();
        var first = await caller.AskAsync("wallet.management.create", request, With(token));
        var again = await caller.AskAsync("wallet.management.create", request, With(token));
        Assert.Equal(first.Text("walletId"), again.Text("walletId"));
        Assert.Single((await caller.AskAsync(List, new { request.userId }, With(token))).Data["wallets"]!.AsArray());
    }

    [Fact]
    public async Task The_client_asks_for_a_token_for_each_request()
    {
        var broker = fixture.BrokerOf(ServiceForTokens.Shop);
        var given = new Queue<string>([Token(), "nonsense"]);
        await using var client = await WalletClient.ConnectAsync(new WalletClientOptions
        {
            BrokerUri = broker.Uri,
            UserName = broker.UserName,
            Password = broker.Password,
            Requests = new WalletRequestOptions { CallerToken = _ => ValueTask.FromResult(given.Dequeue()) },
        });
        Assert.Empty((await client.ListWalletsAsync(new ListWallets { UserId = "shop-1" })).Wallets);
        var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.ListWalletsAsync(new ListWallets { UserId = "shop-1" }));
        Assert.Equal("token", refused.Error.Details!["reason"]);
    }

    [Fact]
    public async Task A_refused_token_is_told_to_operators_and_never_repeated()
    {
        await using var caller = await ConnectAsync(ServiceForTokens.Shop);
        var token = Token("secretive");
        AssertRefused("unknown", await caller.AskAsync(List, new { userId = "shop-1" }, With(token)));
        await Eventually.BecomesTrueAsync(async () => (await EventsAsync()).Any(text => text.Contains("refused: unknown", StringComparison.Ordinal)));
        Assert.DoesNotContain(await EventsAsync(), text => text.Contains(token.Split('.')[2], StringComparison.Ordinal));
    }

    private async Task<List<string>> EventsAsync()
    {
        var page = await fixture.Service.Services.GetRequiredService<IEventLog>().ReadAsync(0, EventFilter.All, default);
        return [.. page.Events.Where(item => item.Event.Type == "security.violation").Select(item => item.Event.Data)];
    }

    private string Token(string? caller = null, params (string Name, string Value)[] claims)
    {
        var given = CallerTokenIssuer.Claims(caller ?? Shop, TimeProvider.System.GetUtcNow());
        foreach (var (name, value) in claims)
        {
            given[name] = new JsonArray(value);
        }

        return fixture.Issuer.Sign(given);
    }

    private static Action<BasicProperties> With(string token) =>
        properties => properties.Headers = new Dictionary<string, object?> { ["authorization"] = $"Bearer {token}" };

    private Task<AmqpCaller> ConnectAsync(string caller) => AmqpCaller.ConnectAsync(fixture.BrokerOf(caller));

    private static void AssertRefused(string reason, AmqpReply reply)
    {
        Assert.Equal("UNAUTHORIZED_CALLER", reply.Code);
        Assert.Equal(reason, reply.Json["error"]!["details"]!["reason"]!.GetValue<string>());
    }
}
