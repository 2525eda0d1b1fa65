using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>Sends to, and judgements by, several nodes: what one of them says wrongly must not bring about a second payment.</summary>
public sealed class PoolJudgeTests(PoolFixture fixture) : IClassFixture<PoolFixture>
{
    /// <summary>More slots than a blockhash lives (150 blocks, some slots skipped) and finality takes (32).</summary>
    private const int PastExpiry = 220;

    [Fact]
    public async Task Dead_when_all_nodes_prove_it()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);

        await AdvanceAsync(ledger);

        Assert.IsType<AttemptVerdict.Dead>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
        for (var node = 0; node < 3; node++)
        {
            Assert.Equal(1, await fixture.CountAsync(node, "getSignatureStatuses"));
        }
    }

    [Fact]
    public async Task A_last_valid_height_that_was_told_too_low_does_not_make_a_living_transaction_dead()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await AdvanceAsync(ledger, slots: 40);

        var verdict = await ledger.Network.JudgeAsync(attempt with { LastValidBlockHeight = 1 }, CancellationToken.None);

        // Blocks go on being made, so that on a slow machine it may be dead in truth.
        using var http = new HttpClient();
        var epoch = await new SolanaRpcClient(http, fixture.Localnet.RpcUrl).GetEpochInfoAsync(RpcCommitment.Finalized);
        Assert.True(verdict is AttemptVerdict.Unknown || epoch.BlockHeight > attempt.LastValidBlockHeight + 1);
        await AdvanceAsync(ledger);
        Assert.IsType<AttemptVerdict.Dead>(
            await ledger.Network.JudgeAsync(attempt with { LastValidBlockHeight = 1 }, CancellationToken.None));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_node_that_hides_what_was_executed_is_contradicted_by_the_others(int liar)
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        await ExecutedAsync(ledger, attempt);
        await AdvanceAsync(ledger);

        await fixture.ControlAsync(liar, "hide-statuses", """{"count":1000}""");

        Assert.IsType<AttemptVerdict.Landed>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Theory]
    [InlineData("stale", """{"slots":250}""")]
    [InlineData("stale", """{"slots":250,"method":"getSignatureStatuses"}""")]
    [InlineData("stale", """{"slots":250,"method":"getEpochInfo"}""")]
    [InlineData("http-status", """{"status":503,"count":1000,"method":"getSignatureStatuses"}""")]
    [InlineData("hang", """{"count":1000,"method":"getFirstAvailableBlock"}""")]
    public async Task Unknown_while_a_node_that_counts_as_healthy_proves_nothing(string fault, string arguments)
    {
        await using var ledger = await fixture.StartLedgerAsync(("RequestTimeout", "00:00:00.500"), ("NodeCheckInterval", "00:00:30"));
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("advance", new { slots = PastExpiry });

        await fixture.ControlAsync(2, fault, arguments);

        Assert.NotEmpty(Assert.IsType<AttemptVerdict.Unknown>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None)).Reason);
    }

    [Theory]
    [InlineData("http-status", """{"status":503,"count":1000}""")]
    [InlineData("stale", """{"slots":250}""")]
    [InlineData("unhealthy", "{}")]
    public async Task A_node_that_is_known_to_fail_does_not_hold_up_the_other_two(string fault, string arguments)
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await AdvanceAsync(ledger);
        await fixture.ControlAsync(2, fault, arguments);
        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All[2].Vitals.State != NodeState.Healthy);

        Assert.IsType<AttemptVerdict.Dead>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task Unknown_when_only_one_of_several_is_left()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await AdvanceAsync(ledger);
        foreach (var node in (int[])[1, 2])
        {
            await fixture.ControlAsync(node, "http-status", """{"status":503,"count":1000}""");
        }

        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.Count(node => node.Vitals.State == NodeState.Down) == 2);

        Assert.IsType<AttemptVerdict.Unknown>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task A_send_reaches_as_many_nodes_as_the_fan_out_says()
    {
        await using var ledger = await fixture.StartLedgerAsync(("SendFanOut", "2"));
        var attempt = await SignedAsync(ledger);

        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        await Eventually.BecomesTrueAsync(async () => await SendsAsync() == 2);

        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: false, CancellationToken.None));
        await Eventually.BecomesTrueAsync(async () => await SendsAsync() == 4);
        await ExecutedAsync(ledger, attempt);
    }

    [Fact]
    public async Task A_transaction_that_one_node_drops_lands_by_another()
    {
        await using var ledger = await fixture.StartLedgerAsync(("SendFanOut", "3"));
        var attempt = await SignedAsync(ledger);
        foreach (var node in (int[])[0, 1])
        {
            await fixture.ControlAsync(node, "drop", """{"count":10}""");
        }

        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));

        await ExecutedAsync(ledger, attempt);
    }

    [Theory]
    [InlineData("stale", """{"slots":200,"method":"sendTransaction"}""")]
    [InlineData("http-status", """{"status":503,"count":1000,"method":"sendTransaction"}""")]
    [InlineData("hang", """{"count":1000,"method":"sendTransaction"}""")]
    [InlineData("unhealthy", "{}")]
    public async Task Nodes_that_are_behind_fail_or_hang_do_not_keep_a_transaction_from_the_others(string fault, string arguments)
    {
        await using var ledger = await fixture.StartLedgerAsync(("HedgeAfter", "00:00:00.050"), ("RequestTimeout", "00:00:01"));
        var attempt = await SignedAsync(ledger);
        foreach (var node in (int[])[0, 1])
        {
            await fixture.ControlAsync(node, fault, arguments);
        }

        // A node that hangs may have taken it; one that is left answers, or the first time-outs let the tracker try again.
        await Eventually.BecomesTrueAsync(async () =>
            await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None) is SendOutcome.Accepted or SendOutcome.AlreadyProcessed);
        await ExecutedAsync(ledger, attempt);
    }

    [Fact]
    public async Task A_refusal_is_told_when_every_node_asked_refuses()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var poor = TestWallet.Create();
        var quoting = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var quote = Assert.IsType<TransferQuote.Priced>(
            await ledger.Transfers.QuoteAsync(quoting.Pay(poor.Address, 1_000_000), previous: null, CancellationToken.None)).Quote;
        var attempt = await poor.SignAsync(ledger.Transfers, poor.Pay(quoting.Address, 1_000_000), quote);

        Assert.IsType<SendOutcome.Refused>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));

        Assert.Equal(2, await SendsAsync());
    }

    [Fact]
    public async Task A_hint_comes_from_another_node_when_one_breaks_off()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        for (var node = 0; node < 2; node++)
        {
            await fixture.ControlAsync(node, "http-status", """{"status":503,"count":1000}""");
        }

        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.Count(node => node.Vitals.State == NodeState.Down) == 2);
        var hint = ledger.Network.WaitForHintAsync(attempt.Signature, CancellationToken.None);
        await Eventually.BecomesTrueAsync(async () =>
            (await fixture.Localnet.ControlAsync("state", new { node = 2 })).GetProperty("subscriptions").GetInt32() == 1);
        await fixture.Localnet.ControlAsync("reset-faults");
        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.All(node => node.Vitals.State == NodeState.Healthy));

        await fixture.ControlAsync(2, "disconnect", "{}");
        await Eventually.BecomesTrueAsync(async () => await SubscriptionsAsync() == 1);
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);

        await hint.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private async Task<int> SubscriptionsAsync()
    {
        var sum = 0;
        for (var node = 0; node < 3; node++)
        {
            sum += (await fixture.Localnet.ControlAsync("state", new { node })).GetProperty("subscriptions").GetInt32();
        }

        return sum;
    }

    private async Task<int> SendsAsync()
    {
        var sum = 0;
        for (var node = 0; node < 3; node++)
        {
            sum += await fixture.CountAsync(node, "sendTransaction");
        }

        return sum;
    }

    private async Task<TransferAttempt> SignedAsync(SolanaLedger ledger)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        return await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
    }

    private static Task ExecutedAsync(SolanaLedger ledger, TransferAttempt attempt) => Eventually.BecomesTrueAsync(async () =>
        (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is { ChainError: null });

    /// <summary>Past the expiry, unless told otherwise; returns when the nodes have been seen there and count as healthy.</summary>
    private async Task AdvanceAsync(SolanaLedger ledger, int slots = PastExpiry)
    {
        var slot = (await fixture.Localnet.ControlAsync("advance", new { slots })).GetProperty("slot").GetUInt64();
        await Eventually.BecomesTrueAsync(() =>
            ledger.Nodes.All.All(node => node.Vitals.State == NodeState.Healthy && node.Vitals.LastLook.Slot >= slot - 1));
    }
}
