using WalletService.Domain.Events;
using WalletService.Domain.Features;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>Reads over three nodes, of which one or two misbehave.</summary>
public sealed class PoolReadTests(PoolFixture fixture) : IClassFixture<PoolFixture>
{
    private static readonly SolanaAddress Anyone = TestWallet.Create().Address;

    [Theory]
    [InlineData("http-status", """{"status":503,"count":1000}""")]
    [InlineData("http-status", """{"status":429,"count":1000,"retryAfter":20}""")]
    [InlineData("hang", """{"count":1000}""")]
    [InlineData("stale", """{"slots":60}""")]
    [InlineData("unhealthy", """{"numSlotsBehind":42}""")]
    public async Task A_node_that_fails_is_left_and_used_again_once_it_has_proven_itself(string fault, string arguments)
    {
        var told = new PoolFixture.Told();
        await using var ledger = await fixture.StartLedgerAsync(told, ("RequestTimeout", "00:00:00.500"), ("HedgeAfter", "00:00:00.100"));

        await fixture.ControlAsync(1, fault, arguments);
        await Eventually.BecomesTrueAsync(() => StateOf(ledger, 1) != NodeState.Healthy);
        var before = await fixture.CountAsync(1, "getMultipleAccounts");
        for (var read = 0; read < 30; read++)
        {
            Assert.NotNull(await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));
        }

        Assert.Equal(before, await fixture.CountAsync(1, "getMultipleAccounts"));
        await Eventually.BecomesTrueAsync(() => told.Events.Any(item => IsAbout(item, "node-1", "node.degraded", "node.down")));
        Assert.True((await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);

        await fixture.Localnet.ControlAsync("reset-faults");
        await Eventually.BecomesTrueAsync(() => StateOf(ledger, 1) == NodeState.Healthy);
        await Eventually.BecomesTrueAsync(() => told.Events.Any(item => IsAbout(item, "node-1", "node.recovered")));
        await Eventually.BecomesTrueAsync(async () =>
        {
            await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None);
            return await fixture.CountAsync(1, "getMultipleAccounts") > before;
        });
    }

    [Fact]
    public async Task A_read_that_fails_on_one_node_is_answered_by_another_in_the_same_call()
    {
        await using var ledger = await fixture.StartLedgerAsync(("NodeCheckInterval", "00:00:30"));
        foreach (var node in (int[])[0, 1])
        {
            await fixture.ControlAsync(node, "http-status", """{"status":503,"count":1000,"method":"getMultipleAccounts"}""");
        }

        for (var read = 0; read < 10; read++)
        {
            Assert.NotNull(await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_read_that_hangs_on_one_node_is_put_to_another()
    {
        await using var ledger = await fixture.StartLedgerAsync(
            ("NodeCheckInterval", "00:00:30"), ("RequestTimeout", "00:01:00"), ("HedgeAfter", "00:00:00.050"));
        await fixture.ControlAsync(0, "hang", """{"count":1000,"method":"getMultipleAccounts"}""");

        // Every node comes first now and then; whichever it is, the read ends long before its time limit.
        for (var read = 0; read < 12; read++)
        {
            var facts = ledger.Reader.GetTransferFactsAsync(Anyone, Anyone, 0, CancellationToken.None);
            Assert.NotNull(await facts.WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await fixture.Localnet.ControlAsync("reset-faults");
    }

    [Fact]
    public async Task A_slow_read_is_waited_for_while_hedged_reads_are_off()
    {
        await fixture.Localnet.ControlAsync("reset-faults");
        await using var ledger = await SolanaLedger.StartPoolAsync(
            fixture.Localnet,
            handler: null,
            events: null,
            new FeatureDefaults(new FeatureOptions { HedgedReads = false }),
            ("NodeCheckInterval", "00:00:30"),
            ("RequestTimeout", "00:01:00"),
            ("HedgeAfter", "00:00:00.020"));
        await Eventually.BecomesTrueAsync(async () => (await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        await fixture.Localnet.ControlAsync("reset-counts");
        foreach (var node in (int[])[0, 1, 2])
        {
            await fixture.ControlAsync(node, "delay", """{"ms":3000,"method":"getMultipleAccounts"}""");
        }

        await ledger.Reader.GetBalanceAsync(TestWallet.Create().Address, Commitment.Confirmed, CancellationToken.None);
        var asked = 0;
        foreach (var node in (int[])[0, 1, 2])
        {
            asked += await fixture.CountAsync(node, "getMultipleAccounts");
        }

        await fixture.Localnet.ControlAsync("reset-faults");
        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task An_answer_from_far_behind_is_not_used()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        await fixture.ControlAsync(0, "stale", """{"slots":200,"method":"getMultipleAccounts"}""");
        await fixture.ControlAsync(1, "stale", """{"slots":200,"method":"getMultipleAccounts"}""");
        var slot = (await fixture.Localnet.ControlAsync("advance", new { slots = 300 })).GetProperty("slot").GetUInt64();
        await Eventually.BecomesTrueAsync(() => ledger.Nodes.All.All(node => node.Vitals.LastLook.Slot > slot - 50));

        for (var read = 0; read < 20; read++)
        {
            Assert.True((await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None)).Slot > slot - 100);
        }
    }

    [Fact]
    public async Task The_work_moves_to_the_backups_and_back()
    {
        var told = new PoolFixture.Told();
        told.FailNext(1);
        await using var ledger = await fixture.StartLedgerAsync(told, ("Nodes:1:Role", "Backup"), ("Nodes:2:Role", "Backup"));
        await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None);
        Assert.Equal(1, await CountAllAsync("getMultipleAccounts", 0));
        Assert.Equal(0, await CountAllAsync("getMultipleAccounts", 1, 2));

        await fixture.ControlAsync(0, "unhealthy", "{}");
        await Eventually.BecomesTrueAsync(() => told.Events.Any(item => item.Type == "node.failedOver"));
        await ledger.Reader.GetBalanceAsync(Anyone, Commitment.Confirmed, CancellationToken.None);
        Assert.Equal(1, await CountAllAsync("getMultipleAccounts", 1, 2));

        await fixture.Localnet.ControlAsync("reset-faults");
        await Eventually.BecomesTrueAsync(() => told.Events.Any(item => IsAbout(item, "node-0", "node.failedBack")));
        Assert.All(told.Events, item => Assert.Equal(EventTopics.Network, item.Topic));
        Assert.DoesNotContain(told.Events, item => item.Data.Contains("127.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_node_at_its_limit_is_passed_over_and_when_all_are_the_read_waits()
    {
        await using var ledger = await fixture.StartLedgerAsync(
            ("NodeCheckInterval", "00:00:30"),
            ("Nodes:0:MaximumConcurrency", "1"),
            ("Nodes:1:MaximumConcurrency", "1"),
            ("Nodes:2:MaximumConcurrency", "1"),
            ("BlockhashRefreshInterval", "00:00:09"));
        for (var node = 0; node < 3; node++)
        {
            await fixture.ControlAsync(node, "delay", """{"ms":50,"method":"getTokenAccountsByOwner"}""");
        }

        var reads = Enumerable.Range(0, 10).Select(_ => ledger.Reader.GetTokensAsync(TestWallet.Create().Address, CancellationToken.None));

        Assert.All(await Task.WhenAll(reads), tokens => Assert.Empty(tokens.Tokens));
        for (var node = 0; node < 3; node++)
        {
            Assert.True(await fixture.CountAsync(node, "getTokenAccountsByOwner") > 0);
        }
    }

    private static bool IsAbout(EventDraft draft, string node, params string[] types) =>
        types.Contains(draft.Type) && draft.Data.Contains($"\"node\":\"{node}\"", StringComparison.Ordinal);

    private static NodeState StateOf(SolanaLedger ledger, int node) => ledger.Nodes.All[node].Vitals.State;

    private async Task<int> CountAllAsync(string method, params int[] nodes)
    {
        var sum = 0;
        foreach (var node in nodes)
        {
            sum += await fixture.CountAsync(node, method);
        }

        return sum;
    }
}
