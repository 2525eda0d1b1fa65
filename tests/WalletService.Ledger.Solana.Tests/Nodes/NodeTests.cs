using System.Net;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>How the adapter behaves towards a node that fails, by answers made up for the purpose.</summary>
public sealed class NodeTests
{
    private static readonly SolanaAddress Anyone = SolanaAddress.Parse("FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z");

    [Fact]
    public async Task A_read_is_repeated_after_a_passing_failure()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getMultipleAccounts", HttpStatusCode.BadGateway, "<html>bad gateway</html>");
        node.Enqueue("getMultipleAccounts", HttpStatusCode.OK, ScriptedNode.Accounts(slot: 7, lamports: 42));

        var balance = await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None);

        Assert.Equal(new LedgerBalance(new Lamports(42), 7), balance);
        Assert.Equal(2, node.CountOf("getMultipleAccounts"));
    }

    [Theory]
    [InlineData(-32005, 3)]
    [InlineData(-32016, 3)]
    [InlineData(-32603, 3)]
    [InlineData(-32602, 1)]
    public async Task Reads_are_repeated_a_bounded_number_of_times_and_only_where_it_can_help(int code, int expected)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        for (var answer = 0; answer < 10; answer++)
        {
            node.Enqueue("getMultipleAccounts", HttpStatusCode.OK, ScriptedNode.Error(code));
        }

        var thrown = await Assert.ThrowsAsync<PortUnavailableException>(
            () => ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));

        Assert.Equal("solana-rpc", thrown.Dependency);
        Assert.Equal(expected, node.CountOf("getMultipleAccounts"));
    }

    [Fact]
    public async Task A_node_that_asks_for_a_pause_is_not_called_before_it_is_over()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getMultipleAccounts", HttpStatusCode.TooManyRequests, "slow down", retryAfterSeconds: 30);

        await Assert.ThrowsAsync<PortUnavailableException>(
            () => ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));
        await Assert.ThrowsAsync<PortUnavailableException>(
            () => ledger.Reader.GetTokensAsync(Anyone, CancellationToken.None));
        var probe = await ledger.Probe.ProbeAsync(CancellationToken.None);

        Assert.False(probe.Healthy);
        Assert.Equal(1, node.CountOf("getMultipleAccounts"));
        Assert.Equal(0, node.CountOf("getTokenAccountsByOwner"));
    }

    [Fact]
    public async Task A_short_pause_is_waited_for()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getMultipleAccounts", HttpStatusCode.TooManyRequests, "slow down", retryAfterSeconds: 1);
        node.Enqueue("getMultipleAccounts", HttpStatusCode.OK, ScriptedNode.Accounts(slot: 7, lamports: 42));

        var balance = await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None);

        Assert.Equal(new Lamports(42), balance.Lamports);
    }

    [Fact]
    public async Task A_node_that_keeps_failing_is_left_alone_for_a_moment_and_then_tried_again()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Fails = true;
        for (var read = 0; read < 10; read++)
        {
            await Assert.ThrowsAsync<PortUnavailableException>(
                () => ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));
        }

        // Ten reads of three tries each.
        Assert.True(node.Total < 30, $"{node.Total} requests");

        node.Fails = false;
        await Eventually.BecomesTrueAsync(async () => (await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);
    }

    [Fact]
    public async Task The_probe_tells_the_slot()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);

        var state = await ledger.Probe.ProbeAsync(CancellationToken.None);

        Assert.True(state.Healthy);
        Assert.StartsWith("node.example:8899 is healthy at slot 100, 0 behind; answers take ", state.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provider_key_in_the_address_is_shown_to_nobody()
    {
        using var node = new ScriptedNode { Fails = true };
        await using var ledger = await StartAsync(node);

        var thrown = await Assert.ThrowsAsync<PortUnavailableException>(
            () => ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));
        var probe = await ledger.Probe.ProbeAsync(CancellationToken.None);

        Assert.DoesNotContain(ScriptedNode.Secret, thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(ScriptedNode.Secret, probe.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, 100, 100, true)]
    [InlineData(101, 101, 102, true)]
    [InlineData(99, 100, 101, false)]
    [InlineData(100, 100, 99, false)]
    [InlineData(100, 99, 100, false)]
    public async Task Dead_needs_an_expiry_past_the_signing_slot_a_status_past_the_expiry_and_a_ledger_back_to_the_signing_slot(
        ulong contextSlot, ulong finalizedSlot, ulong statusSlot, bool isDead)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getEpochInfo", HttpStatusCode.OK, ScriptedNode.Epoch(finalizedSlot, blockHeight: 202));
        node.Enqueue("getSignatureStatuses", HttpStatusCode.OK, ScriptedNode.StatusAnswer(statusSlot, "null"));

        var verdict = await ledger.Network.JudgeAsync(ScriptedNode.Attempt(contextSlot, lastValidBlockHeight: 200), CancellationToken.None);

        Assert.Equal(isDead, verdict is AttemptVerdict.Dead);
        Assert.Equal(!isDead, verdict is AttemptVerdict.Unknown);
    }

    [Theory]
    [InlineData(300, "true")]
    [InlineData(99, "false")]
    public async Task Nothing_is_dead_while_its_blockhash_is_valid_or_the_node_is_behind(ulong slot, string isValid)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getEpochInfo", HttpStatusCode.OK, ScriptedNode.Epoch(slot: 300, blockHeight: 202));
        node.Enqueue("isBlockhashValid", HttpStatusCode.OK, ScriptedNode.InContext(slot, isValid));

        var verdict = await ledger.Network.JudgeAsync(ScriptedNode.Attempt(100, lastValidBlockHeight: 200), CancellationToken.None);

        Assert.IsType<AttemptVerdict.Unknown>(verdict);
        Assert.Equal(0, node.CountOf("getSignatureStatuses"));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task One_block_more_than_the_last_valid_height_is_not_enough(ulong blockHeight)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getEpochInfo", HttpStatusCode.OK, ScriptedNode.Epoch(slot: 300, blockHeight));

        var verdict = await ledger.Network.JudgeAsync(ScriptedNode.Attempt(100, lastValidBlockHeight: 200), CancellationToken.None);

        Assert.IsType<AttemptVerdict.Unknown>(verdict);
        Assert.Equal(0, node.CountOf("getSignatureStatuses"));
    }

    [Fact]
    public async Task A_status_that_is_only_processed_proves_neither()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("getEpochInfo", HttpStatusCode.OK, ScriptedNode.Epoch(slot: 300, blockHeight: 202));
        node.Enqueue(
            "getSignatureStatuses",
            HttpStatusCode.OK,
            ScriptedNode.StatusAnswer(300, """{"slot":299,"confirmations":0,"err":null,"confirmationStatus":"processed"}"""));

        var verdict = await ledger.Network.JudgeAsync(ScriptedNode.Attempt(100, lastValidBlockHeight: 200), CancellationToken.None);

        Assert.IsType<AttemptVerdict.Unknown>(verdict);
    }

    [Theory]
    [InlineData("""{"code":-32003,"message":"Transaction signature verification failure"}""", "\"SignatureFailure\"")]
    [InlineData("""{"code":-32002,"message":"x","data":{"err":"SignatureFailure","logs":[]}}""", "\"SignatureFailure\"")]
    [InlineData("""{"code":-32002,"message":"x","data":{"err":{"InstructionError":[3,{"Custom":1}]},"logs":[]}}""", """{"InstructionError":[3,{"Custom":1}]}""")]
    public async Task A_refusal_keeps_the_chains_words(string error, string chainError)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("sendTransaction", HttpStatusCode.OK, ScriptedNode.ErrorObject(error));

        var outcome = await ledger.Network.SendAsync(ScriptedNode.Attempt(100, 200), preflight: true, CancellationToken.None);

        Assert.Equal(chainError, Assert.IsType<SendOutcome.Refused>(outcome).ChainError);
    }

    [Theory]
    [InlineData("""{"code":-32002,"message":"x","data":{"err":"BlockhashNotFound","logs":[]}}""")]
    [InlineData("""{"code":-32002,"message":"x"}""")]
    [InlineData("""{"code":-32016,"message":"x","data":{"contextSlot":1}}""")]
    [InlineData("""{"code":-32602,"message":"x"}""")]
    [InlineData("""{"code":429,"message":"x"}""")]
    public async Task Any_other_error_leaves_the_send_unknown(string error)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("sendTransaction", HttpStatusCode.OK, ScriptedNode.ErrorObject(error));

        var outcome = await ledger.Network.SendAsync(ScriptedNode.Attempt(100, 200), preflight: true, CancellationToken.None);

        Assert.IsType<SendOutcome.Unknown>(outcome);
    }

    [Fact]
    public async Task An_answer_with_another_signature_is_no_acceptance()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("sendTransaction", HttpStatusCode.OK, ScriptedNode.Result($"\"{new string('1', 64)}\""));

        var outcome = await ledger.Network.SendAsync(ScriptedNode.Attempt(100, 200), preflight: true, CancellationToken.None);

        Assert.IsType<SendOutcome.Unknown>(outcome);
    }

    private static Task<SolanaLedger> StartAsync(ScriptedNode node) => SolanaLedger.StartAsync(
        ScriptedNode.Endpoint, webSocketUrl: null, node, ("BlockhashRefreshInterval", "00:00:09"));
}
