using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>A caller within its rights that sends what no honest one would: again, in another order, changed, or no request at all.</summary>
[Collection(SharedStack.Name)]
public sealed class HostileMessagesTests(WalletServiceStack stack)
{
    private const string Transfer = "wallet.transaction.transferSol";

    /// <summary>Every edge of an amount at which something could be paid that was not asked for.</summary>
    private static readonly string[] Amounts =
    [
        "0", "\"0\"", "\"0.000000000\"", "-1", "\"-0.1\"", "\"-0\"", "\"+1\"", "NaN", "\"NaN\"", "\"Infinity\"", "1e-3", "\"1e3\"", "\"1E1\"", "\"0x10\"",
        "\"0.0000000001\"", "0.0000000001", "\"1.0000000001\"", "\"18446744073.709551616\"", "\"18446744073709551616\"",
        "99999999999999999999999999999999", "\" 1\"", "\"1 \"", "\"1,5\"", "\"1_000\"", "\"１\"", "\"٣\"", "\"1.\"", "\".5\"", "\"\"", "null", "true", "[1]",
        "{\"amount\":1}", "\"max \"", "\"MAX\"",
    ];

    [Fact]
    public async Task A_payment_that_is_replayed_is_paid_once()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, _) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();
        var body = Payment(wallet, recipient, "\"0.25\"", "replayed").ToJsonString();
        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => caller.AskAsync(Transfer, body)));
        Assert.Single(replies.Select(reply => reply["data"]!["transactionId"]!.GetValue<string>()).Distinct());

        // Without a requestId the message's own id stands for it.
        var unnamed = Payment(wallet, recipient, "\"0.25\"", null).ToJsonString();
        var again = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => caller.AskAsync(Transfer, unnamed, properties => properties.MessageId = "replayed-message")));
        Assert.Single(again.Select(reply => reply["data"]!["transactionId"]!.GetValue<string>()).Distinct());

        Assert.Equal(500_000_000ul, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task Messages_in_another_order_change_nothing_that_was_settled()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, user) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();

        // Before there is anything to ask for or to call off.
        var early = await caller.AskAsync("wallet.transaction.get", new { userId = user, requestId = "reordered" });
        Assert.Equal("TRANSACTION_NOT_FOUND", HostileCaller.CodeOf(early));
        var paid = await caller.AskAsync(Transfer, Payment(wallet, recipient, "\"0.25\"", "reordered").ToJsonString());
        var transactionId = paid["data"]!["transactionId"]!.GetValue<string>();
        var late = await caller.AskAsync("wallet.transaction.cancel", new { userId = user, transactionId });
        Assert.Equal("TRANSACTION_NOT_CANCELLABLE", HostileCaller.CodeOf(late));
        var replayed = await caller.AskAsync(Transfer, Payment(wallet, recipient, "\"0.25\"", "reordered").ToJsonString());
        Assert.Equal("finalized", replayed["data"]!["status"]!.GetValue<string>());
        Assert.Equal(250_000_000ul, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task An_old_key_pays_nothing_new()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, user) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();
        var thief = TestWallet.NewAddress();
        var first = Payment(wallet, recipient, "\"0.25\"", "reused");
        Assert.Equal("OK", HostileCaller.CodeOf(await caller.AskAsync(Transfer, first.ToJsonString())));
        var conflicts = await Refusals.CountAsync(stack, "IDEMPOTENCY_CONFLICT");
        (string Field, JsonNode Value)[] changes =
            [("amount", "0.26"), ("amount", "max"), ("recipient", thief), ("memo", "changed"), ("validForMs", 60_000)];
        foreach (var (field, value) in changes)
        {
            var changed = first.DeepClone();
            changed[field] = value;
            Assert.Equal((field, "IDEMPOTENCY_CONFLICT"), (field, HostileCaller.CodeOf(await caller.AskAsync(Transfer, changed.ToJsonString()))));
        }

        var otherRoute = await caller.AskAsync("wallet.management.create", new { userId = user, label = "reused", requestId = "reused" });
        Assert.Equal("IDEMPOTENCY_CONFLICT", HostileCaller.CodeOf(otherRoute));
        await conflicts.AtLeastAsync(changes.Length + 1);
        Assert.Equal(0ul, await wallet.OnChainAsync(thief));
        Assert.Equal(250_000_000ul, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task No_body_that_is_no_request_is_taken_or_takes_the_service_down()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, _) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();
        var right = Payment(wallet, recipient, "\"0.25\"", "ill-formed").ToJsonString();
        byte[][] bodies =
        [
            Encoding.UTF8.GetBytes(new string(' ', 70_000) + right),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"memo\":\"" + new string('x', 2_000_000) + "\"}"),
            Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 5_000))),
            Encoding.UTF8.GetBytes(new string('[', 60_000)),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"memo\":" + new string('[', 1_000) + new string(']', 1_000) + "}"),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"amount\":\"4\"}"),
            Encoding.UTF8.GetBytes(right[..^1] + $",\"recipient\":\"{TestWallet.NewAddress()}\"}}"),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"am\\u006funt\":\"4\"}"),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"Amount\":\"4\"}"),
            Encoding.UTF8.GetBytes(right[..^1] + ",\"__proto__\":{\"amount\":\"4\"}}"),
            Encoding.UTF8.GetBytes(right + right),
            Encoding.Unicode.GetBytes(right),
            Encoding.UTF32.GetBytes(right),
            [0xff, 0xfe, 0x00],
            [.. Encoding.UTF8.GetBytes(right[..^2]), 0xc0, 0xaf, (byte)'"', (byte)'}'],
        ];
        var invalid = await Refusals.CountAsync(stack, "VALIDATION_FAILED");
        for (var index = 0; index < bodies.Length; index++)
        {
            Assert.Equal((index, "VALIDATION_FAILED"), (index, HostileCaller.CodeOf(await caller.AskAsync(Transfer, bodies[index]))));
        }

        await invalid.AtLeastAsync(bodies.Length);
        Assert.Equal("OK", HostileCaller.CodeOf(await caller.AskAsync(Transfer, right)));
        Assert.Equal(250_000_000ul, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task Text_that_only_looks_like_an_id_an_address_or_a_field_is_none()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, user) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();
        var invalid = await Refusals.CountAsync(stack, "VALIDATION_FAILED");
        (string Field, string Value)[] tricks =
        [
            ("recipient", recipient + "\u200b"), ("recipient", "\u202e" + recipient), ("recipient", recipient[..^1] + "０"),
            ("recipient", "\u0421" + recipient[1..]), ("recipient", recipient + " "), ("recipient", recipient.ToUpperInvariant() + "0"),
            ("walletId", wallet.Details.WalletId + "\u200d"), ("walletId", "{" + wallet.Details.WalletId + "}"),
            ("walletId", wallet.Details.WalletId.Replace('-', '\u2010')), ("walletId", wallet.Details.WalletId.Replace("-", "", StringComparison.Ordinal)),
            ("requestId", "a\u0000b"), ("requestId", new string('k', 201)), ("requestId", "batch:1"), ("memo", new string('m', 2_000)),
        ];
        foreach (var (field, value) in tricks)
        {
            var request = Payment(wallet, recipient, "\"0.25\"", $"{Guid.CreateVersion7()}");
            request[field] = value;
            Assert.Equal((field, value, "VALIDATION_FAILED"), (field, value, HostileCaller.CodeOf(await caller.AskAsync(Transfer, request.ToJsonString()))));
        }

        await invalid.AtLeastAsync(tricks.Length);

        // Ids of users are compared character by character: what looks alike is somebody else.
        foreach (var twin in new[] { user + "\u200b", user.Replace('h', '\u04bb'), user + "e\u0301", user.ToUpperInvariant() })
        {
            var request = Payment(wallet, recipient, "\"0.25\"", $"{Guid.CreateVersion7()}");
            request["userId"] = twin;
            Assert.Contains(HostileCaller.CodeOf(await caller.AskAsync(Transfer, request.ToJsonString())), new[] { "WALLET_NOT_FOUND", "UNAUTHORIZED_CALLER" });
        }

        Assert.Equal(0ul, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task No_amount_but_an_exact_one_within_the_funds_is_paid()
    {
        await using var client = await stack.ConnectAsync();
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var (wallet, _) = await NewWalletAsync(client);
        var recipient = TestWallet.NewAddress();
        var invalid = await Refusals.CountAsync(stack, "VALIDATION_FAILED");
        foreach (var amount in Amounts)
        {
            var reply = await caller.AskAsync(Transfer, BodyWith(wallet, recipient, amount));
            Assert.Equal((amount, "VALIDATION_FAILED"), (amount, HostileCaller.CodeOf(reply)));
        }

        await invalid.AtLeastAsync(Amounts.Length);
        foreach (var amount in new[] { "\"18446744073.709551615\"", "\"5.000000001\"", "5" })
        {
            var reply = await caller.AskAsync(Transfer, BodyWith(wallet, recipient, amount));
            Assert.Equal((amount, "INSUFFICIENT_FUNDS"), (amount, HostileCaller.CodeOf(reply)));
        }

        Assert.Equal(0ul, await wallet.OnChainAsync(recipient));
        Assert.Equal(TestWallet.Funds, await wallet.OnChainAsync(wallet.Details.Address));
    }

    private async Task<(TestWallet Wallet, string User)> NewWalletAsync(WalletService.Client.IWalletClient client)
    {
        var user = $"hostile-{Guid.CreateVersion7()}";
        return (await TestWallet.CreateAsync(client, stack.Localnet, user), user);
    }

    private static JsonObject Payment(TestWallet wallet, string recipient, string amount, string? requestId)
    {
        var payment = new JsonObject
        {
            ["userId"] = wallet.Details.UserId,
            ["walletId"] = wallet.Details.WalletId,
            ["recipient"] = recipient,
            ["amount"] = JsonNode.Parse(amount),
            ["waitFor"] = "finalized",
            ["waitMs"] = 30_000,
        };
        if (requestId is not null)
        {
            payment["requestId"] = requestId;
        }

        return payment;
    }

    /// <summary>The amount word for word, also where that is no JSON.</summary>
    private static string BodyWith(TestWallet wallet, string recipient, string amount) =>
        Payment(wallet, recipient, "\"AMOUNT\"", Guid.CreateVersion7().ToString("D", CultureInfo.InvariantCulture)).ToJsonString()
            .Replace("\"AMOUNT\"", amount, StringComparison.Ordinal);
}
