using System.Globalization;
using System.Text;
using RabbitMQ.Client;
using WalletService.Messaging.Tests.Fixture;

namespace WalletService.Messaging.Tests;

/// <summary>Everything a sender can get wrong is answered, says what is wrong, and names nothing of the program.</summary>
public sealed class BadRequestsTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    private const string Wallet = "01890a5d-ac96-774b-bcce-b302099a8057";
    private const string Recipient = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";

    /// <summary>Of the routes that send, read, list and cancel transactions.</summary>
    public static TheoryData<string, string, string> BadTransactionBodies() => new()
    {
        { "wallet.transaction.send", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\"}", "transaction" },
        { "wallet.transaction.send", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"AAAA\"}", "transaction" },
        { "wallet.transaction.send", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"AAAA\",\"recipient\":\"r\"}", "recipient" },
        { "wallet.transaction.send", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"AAAA\",\"waitMs\":60001}", "waitMs" },
        { "wallet.transaction.simulate", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"***\"}", "transaction" },
        { "wallet.transaction.get", "{\"userId\":\"u\"}", "transactionId" },
        { "wallet.transaction.get", "{\"userId\":\"u\",\"transactionId\":\"" + Wallet + "\",\"requestId\":\"r\"}", "transactionId" },
        { "wallet.transaction.get", "{\"userId\":\"u\",\"transactionId\":\"7\"}", "transactionId" },
        { "wallet.transaction.get", "{\"userId\":\"u\",\"requestId\":\"\"}", "requestId" },
        { "wallet.management.replayEvents", "{\"userId\":\"u\"}", "walletId" },
        { "wallet.management.replayEvents", "{\"userId\":\"u\",\"walletId\":\"018f0000-0000-7000-8000-000000000000\",\"fromSequence\":0}", "fromSequence" },
        { "wallet.transaction.list", "{}", "userId" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"walletId\":\"w\"}", "walletId" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"status\":\"done\"}", "status" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"status\":[]}", "status" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"status\":[\"failed\",7]}", "status" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"status\":{}}", "status" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"from\":\"2026-11-21T09:30:00\"}", "from" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"before\":\"yesterday\"}", "before" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"limit\":0}", "limit" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"limit\":201}", "limit" },
        { "wallet.transaction.list", "{\"userId\":\"u\",\"cursor\":\"next\"}", "cursor" },
        { "wallet.transaction.cancel", "{\"userId\":\"u\"}", "transactionId" },
        { "wallet.transaction.cancel", "{\"userId\":\"u\",\"transactionId\":\"" + Wallet + "\",\"force\":true}", "force" },
    };

    public static TheoryData<string, string, string> BadBodies() => new()
    {
        { "wallet.management.list", "", "body" },
        { "wallet.management.list", " ", "body" },
        { "wallet.management.list", "{", "body" },
        { "wallet.management.list", "hello", "body" },
        { "wallet.management.list", "null", "body" },
        { "wallet.management.list", "[]", "body" },
        { "wallet.management.list", "\"text\"", "body" },
        { "wallet.management.list", "7", "body" },
        { "wallet.management.list", "{} {}", "body" },
        { "wallet.management.list", "{\"userId\":\"u\",}", "body" },
        { "wallet.management.list", "{\"userId\":\"u\" /* comment */}", "body" },
        { "wallet.management.list", "{}", "userId" },
        { "wallet.management.list", "{\"userId\":null}", "userId" },
        { "wallet.management.list", "{\"userId\":\"\"}", "userId" },
        { "wallet.management.list", "{\"userId\":\"a\\u0000b\"}", "userId" },
        { "wallet.management.list", "{\"userId\":\"\\ud800\"}", "userId" },
        { "wallet.management.list", "{\"userId\":5}", "userId" },
        { "wallet.management.list", "{\"userId\":{\"x\":1}}", "userId" },
        { "wallet.management.list", "{\"userId\":\"u\",\"userId\":\"v\"}", "userId" },
        { "wallet.management.list", "{\"userId\":\"u\",\"limit\":\"5\"}", "limit" },
        { "wallet.management.list", "{\"userId\":\"u\",\"limit\":1.5}", "limit" },
        { "wallet.management.list", "{\"userId\":\"u\",\"limit\":99999999999}", "limit" },
        { "wallet.management.list", "{\"userId\":\"u\",\"limit\":0}", "limit" },
        { "wallet.management.list", "{\"userId\":\"u\",\"limit\":201}", "limit" },
        { "wallet.management.list", "{\"userId\":\"u\",\"cursor\":\"next\"}", "cursor" },
        { "wallet.management.create", "{\"userId\":\"u\"}", "label" },
        { "wallet.management.create", "{\"userId\":\"u\",\"label\":\"  \"}", "label" },
        { "wallet.management.create", "{\"userId\":\"u\",\"label\":\"a\",\"requestId\":\"\"}", "requestId" },
        { "wallet.management.get", "{\"userId\":\"u\"}", "walletId" },
        { "wallet.management.get", "{\"userId\":\"u\",\"walletId\":\"not a uuid\"}", "walletId" },
        { "wallet.balance.get", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"commitment\":\"maybe\"}", "commitment" },
        { "wallet.transaction.sign", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\"}", "transaction" },
        { "wallet.transaction.sign", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"***\"}", "transaction" },
        { "wallet.transaction.sign", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"AAAA\"}", "transaction" },
        { "wallet.transaction.sign", "{\"userId\":\"u\",\"walletId\":\"" + Wallet + "\",\"transaction\":\"AAAA\",\"send\":true}", "send" },
        { "wallet.transaction.transferSol", Transfer("\"memos\":\"typo\""), "memos" },
        { "wallet.transaction.transferSol", Transfer("\"Memo\":\"wrong case\""), "Memo" },
        { "wallet.transaction.transferSol", Transfer("\"memo\":\"\""), "memo" },
        { "wallet.transaction.transferSol", Transfer("\"memo\":\"" + new string('m', 501) + "\""), "memo" },
        { "wallet.transaction.transferSol", Transfer("\"waitFor\":\"rooted\""), "waitFor" },
        { "wallet.transaction.transferSol", Transfer("\"waitMs\":60001"), "waitMs" },
        { "wallet.transaction.transferSol", Transfer("\"waitMs\":-1"), "waitMs" },
        { "wallet.transaction.transferSol", Transfer("\"waitMs\":\"20\""), "waitMs" },
    };

    public static TheoryData<string> BadAmounts() =>
    [
        "\"0\"", "0", "\"-1\"", "-1", "\"+1\"", "\"1e3\"", "1e3", "1E-9", "\"0.0000000001\"", "0.1234567891", "\"1,5\"", "\" 1\"", "\"\"",
        "\"Max\"", "\"NaN\"", "true", "null", "[1]", "{\"sol\":1}", "\"18446744073.709551616\"", "99999999999999999999", "\"٣\"",
    ];

    [Theory]
    [MemberData(nameof(BadBodies))]
    [MemberData(nameof(BadTransactionBodies))]
    public async Task Refuses_and_names_the_field(string route, string body, string field)
    {
        var reply = await fixture.Caller.AskAsync(route, body);
        AssertRefused(reply, field);
    }

    [Theory]
    [MemberData(nameof(BadAmounts))]
    public async Task Refuses_every_amount_that_is_no_exact_positive_decimal(string amount)
    {
        var body = $$"""{"userId":"u","walletId":"{{Wallet}}","recipient":"{{Recipient}}","amount":{{amount}}}""";
        AssertRefused(await fixture.Caller.AskAsync("wallet.transaction.transferSol", body), "amount");
    }

    [Theory]
    [InlineData("\"0.000000001\"")]
    [InlineData("0.5")]
    [InlineData("\"18446744073.709551615\"")]
    [InlineData("\"max\"")]
    [InlineData("1.000000000")]
    public async Task Takes_exact_amounts_as_text_or_number(string amount)
    {
        var body = $$"""{"userId":"u","walletId":"{{Wallet}}","recipient":"{{Recipient}}","amount":{{amount}}}""";
        var reply = await fixture.Caller.AskAsync("wallet.transaction.transferSol", body);
        Assert.Equal("WALLET_NOT_FOUND", reply.Code);
    }

    [Fact]
    public async Task Refuses_bytes_that_are_no_text()
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.list", [0xFF, 0xFE, 0x00, 0x01]);
        AssertRefused(reply, "body");
        var halfText = await fixture.Caller.AskAsync("wallet.management.list", [.. "{\"userId\":\""u8, 0xC3, 0x28, .. "\"}"u8]);
        AssertRefused(halfText, "userId");
    }

    [Fact]
    public async Task Ignores_unknown_fields_where_no_value_moves()
    {
        var reply = await fixture.Caller.AskAsync("wallet.management.list", """{"userId":"u","color":"blue"}""");
        Assert.True(reply.Success, reply.Body);
    }

    [Fact]
    public async Task Refuses_a_body_over_the_limit_and_takes_one_at_the_limit()
    {
        var atLimit = Pad("""{"userId":"u"}""", 64 * 1024);
        Assert.True((await fixture.Caller.AskAsync("wallet.management.list", atLimit)).Success);
        var reply = await fixture.Caller.AskAsync("wallet.management.list", atLimit + " ");
        AssertRefused(reply, "body");
        Assert.Contains("65536", reply.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wallet.balance.nonsense")]
    [InlineData("wallet.management")]
    [InlineData("wallet.other.get")]
    [InlineData("nothing.like.it")]
    [InlineData("")]
    [InlineData("wallet.balance.GET")]
    public async Task Answers_an_unknown_route_inside_and_outside_the_families(string route)
    {
        var reply = await fixture.Caller.AskAsync(route, new { userId = "u" });
        Assert.Equal("UNKNOWN_ROUTE", reply.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1L)]
    [InlineData("1")]
    [InlineData((byte)1)]
    public async Task Takes_version_1_as_integer_or_text(object version)
    {
        var reply = await AskWithVersionAsync(version);
        Assert.True(reply.Success, reply.Body);
    }

    [Theory]
    [InlineData(2)]
    [InlineData("2")]
    [InlineData("one")]
    [InlineData(true)]
    [InlineData(1.5)]
    public async Task Refuses_other_versions(object version)
    {
        var reply = await AskWithVersionAsync(version);
        Assert.Equal("UNSUPPORTED_VERSION", reply.Code);
    }

    [Fact]
    public async Task Refuses_to_move_value_when_a_redelivery_could_not_be_recognised()
    {
        var before = fixture.Caller.Replies.Count;
        var properties = new BasicProperties { ReplyTo = AmqpCaller.DirectReplyTo };
        await fixture.Caller.Channel.BasicPublishAsync(
            "wallet", "wallet.management.create", mandatory: false, properties, Encoding.UTF8.GetBytes("""{"userId":"u","label":"a"}"""));
        await TestKit.Time.Eventually.BecomesTrueAsync(() => fixture.Caller.Replies.Count > before);
        var reply = fixture.Caller.Replies.Last();
        AssertRefused(reply, "requestId");
        Assert.Null(reply.CorrelationId);
    }

    [Fact]
    public async Task Serves_on_after_messages_that_want_no_reply_or_lie_about_their_format()
    {
        foreach (var contentType in new[] { "application/json", "application/vnd.masstransit+json" })
        {
            foreach (var body in new[] { "", "{", "[]", "{}", "{\"messageType\":[]}", "{\"messageType\":5,\"message\":{}}" })
            {
                var silent = new BasicProperties { ContentType = contentType };
                await fixture.Caller.Channel.BasicPublishAsync(
                    "wallet", "wallet.management.list", mandatory: false, silent, Encoding.UTF8.GetBytes(body));
                var reply = await fixture.Caller.AskAsync(
                    "wallet.management.list", body, properties => properties.ContentType = contentType);
                Assert.False(reply.Success, reply.Body);
            }
        }

        Assert.True((await fixture.Caller.AskAsync("wallet.management.list", new { userId = "u" })).Success);
        Assert.Equal(0u, await fixture.Caller.Channel.MessageCountAsync("wallet.dead-letter"));
    }

    private Task<AmqpReply> AskWithVersionAsync(object version) => fixture.Caller.AskAsync(
        "wallet.management.list",
        new { userId = "u" },
        properties => properties.Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["schema-version"] = version });

    private static string Transfer(string extra) =>
        $$"""{"userId":"u","walletId":"{{Wallet}}","recipient":"{{Recipient}}","amount":"1",{{extra}}}""";

    private static string Pad(string body, int bytes) => body.PadRight(bytes);

    private static void AssertRefused(AmqpReply reply, string field)
    {
        Assert.Equal("VALIDATION_FAILED", reply.Code);
        Assert.Equal(field, reply.Field);
        Assert.DoesNotContain("WalletService", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("$.", reply.Body, StringComparison.Ordinal);
        Assert.Equal(false.ToString(CultureInfo.InvariantCulture), reply.Json["error"]!["retryable"]!.GetValue<bool>().ToString());
    }
}
