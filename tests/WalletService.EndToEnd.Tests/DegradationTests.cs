using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>While a part is away what moves value waits or is refused, and nothing that was begun is lost.</summary>
public sealed class DegradationTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>, IAsyncLifetime
{
    private const string Sign = "cryptoKeyVersions.asymmetricSign";
    private const ulong Lamports = 500_000_000;

    /// <summary>More than the 150 blocks for which a blockhash is good; every 16th slot has none.</summary>
    private const int SlotsOfABlockhash = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly DatabaseRecords records = stack.ReadRecords();
    private readonly ChainBlocks blocks = new(stack.Localnet.RpcUrl);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await stack.Localnet.ControlAsync("reset-faults");
        await stack.Kms.ClearFaultsAsync();
        await records.DisposeAsync();
    }

    [Fact]
    public async Task With_PostgreSQL_away_nothing_is_signed()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "nothing-is-signed");
        var recipient = TestWallet.NewAddress();
        var signature = wallet.Signature(recipient);
        var signatures = await stack.Kms.CountCallsAsync(Sign);

        await stack.Postgres.KillAsync();
        Func<Task>[] requests =
        [
            () => client.TransferSolAsync(wallet.Payment(recipient, "0.5", "refused-once")),
            () => client.SignTransactionAsync(signature),
            () => client.SendTransactionAsync(new SendTransaction
            {
                UserId = signature.UserId, WalletId = signature.WalletId, Transaction = signature.Transaction,
            }),
        ];
        var refusals = await Task.WhenAll(requests.Select(request => Assert.ThrowsAsync<WalletRequestException>(request)));
        await stack.Postgres.StartAgainAsync();
        records.Reconnect();

        Assert.All(refusals, refusal => Assert.Equal(("DEPENDENCY_UNAVAILABLE", true), (refusal.Error.Code, refusal.Error.Retryable)));
        Assert.Equal(signatures, await stack.Kms.CountCallsAsync(Sign));
        await using var patient = await stack.ConnectAsync(attempts: 8);
        await patient.TransferSolAsync(wallet.Payment(recipient, "0.5", "refused-once"));
        Assert.Single(await blocks.PaymentsToAsync(recipient));
    }

    [Fact]
    public async Task With_PostgreSQL_away_nothing_in_flight_is_lost()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "in-flight");
        var recipients = Enumerable.Range(0, 8).Select(_ => TestWallet.NewAddress()).ToArray();
        await stack.Localnet.ControlAsync("freeze");
        var transfers = recipients.Select(recipient => client.TransferSolAsync(wallet.Payment(recipient, "0.5"))).ToArray();
        await Eventually.BecomesTrueAsync(
            async () => (await records.TransfersAsync("in-flight")).Count(transfer => transfer.Status == "Submitted") == recipients.Length, Patience);

        await stack.Postgres.KillAsync();
        await stack.Localnet.ControlAsync("freeze", new { on = false });
        await ExecuteAsync(slots: 64);
        await stack.Postgres.StartAgainAsync();
        records.Reconnect();

        await EndsAsync("in-flight", "Finalized (landed)");
        await Task.WhenAll(transfers);
        foreach (var recipient in recipients)
        {
            Assert.Equal(Lamports, Assert.Single(await blocks.PaymentsToAsync(recipient)).Amount);
        }

        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
    }

    [Fact]
    public async Task With_the_vault_away_payments_wait_and_go_through_when_it_comes_back()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "vault-comes-back");
        var recipients = Enumerable.Range(0, 4).Select(_ => TestWallet.NewAddress()).ToArray();
        await stack.Kms.AddFaultAsync("unavailable", Sign);
        var signatures = await stack.Kms.CountCallsAsync(Sign);

        var transfers = recipients.Select(recipient => client.TransferSolAsync(wallet.Payment(recipient, "0.5"))).ToArray();
        await Eventually.BecomesTrueAsync(async () => await stack.Kms.CountCallsAsync(Sign) >= signatures + (2 * recipients.Length), Patience);
        Assert.All(await records.TransfersAsync("vault-comes-back"), transfer => Assert.Equal(("Ready", false), (transfer.Status, transfer.HasEnded)));
        await stack.Kms.ClearFaultsAsync();

        await EndsAsync("vault-comes-back", "Finalized (landed)");
        await Task.WhenAll(transfers);
        foreach (var recipient in recipients)
        {
            Assert.Single(await blocks.PaymentsToAsync(recipient));
        }
    }

    [Fact]
    public async Task With_the_vault_away_for_too_long_a_payment_ends_and_says_why()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "vault-stays-away");
        var recipient = TestWallet.NewAddress();
        await stack.Kms.AddFaultAsync("unavailable", Sign);

        var refusal = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.TransferSolAsync(wallet.Payment(recipient, "0.5") with { ValidForMs = 2_000 }));

        Assert.Equal("DEPENDENCY_UNAVAILABLE", refusal.Error.Code);
        Assert.Contains("No funds moved", refusal.Error.Message, StringComparison.Ordinal);
        Assert.Equal("Rejected", Assert.Single(await records.TransfersAsync("vault-stays-away")).Status);
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
        await stack.Kms.ClearFaultsAsync();
        Assert.Empty(await blocks.PaymentsToAsync(recipient));
    }

    [Theory]
    [InlineData("executed-meanwhile", false, "Finalized (landed)")]
    [InlineData("expired-meanwhile", true, "Finalized (dead, landed)")]
    public async Task With_all_nodes_away_what_was_signed_waits_and_is_judged_when_they_are_back(string user, bool isLost, string end)
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, user);
        var recipient = TestWallet.NewAddress();
        await stack.Localnet.ControlAsync("freeze");
        await stack.Localnet.ControlAsync("drop", new { count = isLost ? 100_000 : 0 });
        var transfer = client.TransferSolAsync(wallet.Payment(recipient, "0.5"));
        await Eventually.BecomesTrueAsync(async () => await records.TransfersAsync(user) is [{ Status: "Submitted" }], Patience);

        await NodesGoAwayAsync();
        await stack.Localnet.ControlAsync("freeze", new { on = false });
        await ExecuteAsync(SlotsOfABlockhash);
        await NodesRefuseAsync(requests: 30);
        Assert.Equal("Submitted (live)", DatabaseRecords.Describe(Assert.Single(await records.TransfersAsync(user))));

        await stack.Localnet.ControlAsync("reset-faults");
        await EndsAsync(user, end);
        await transfer;
        Assert.Equal(Lamports, Assert.Single(await blocks.PaymentsToAsync(recipient)).Amount);
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
    }

    private Task NodesGoAwayAsync() => stack.Localnet.ControlAsync("http-status", new { status = 503, count = 1_000_000 });

    /// <summary>Waits until the nodes have refused so many requests.</summary>
    private async Task NodesRefuseAsync(int requests)
    {
        var left = await LeftAsync();
        await Eventually.BecomesTrueAsync(async () => await LeftAsync() <= left - requests, Patience);

        async Task<int> LeftAsync() =>
            (await stack.Localnet.ControlAsync("state")).GetProperty("faults").GetProperty("httpStatus").GetProperty("count").GetInt32();
    }

    /// <summary>Lets the chain make so many blocks at once, and waits until they are final.</summary>
    private async Task ExecuteAsync(int slots)
    {
        var slot = (await stack.Localnet.ControlAsync("advance", new { slots })).GetProperty("slot").GetUInt64();
        await Eventually.BecomesTrueAsync(
            async () => (await stack.Localnet.ControlAsync("state")).GetProperty("finalizedSlot").GetUInt64() >= slot, Patience);
    }

    private Task EndsAsync(string userId, string end) => Eventually.BecomesTrueAsync(
        async () => (await records.TransfersAsync(userId)).All(transfer => DatabaseRecords.Describe(transfer) == end), Patience);
}
