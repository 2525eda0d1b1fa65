using System.Net;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Tests.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>For how long a caller's blockhash is valid at most: later than the truth perhaps, never earlier.</summary>
public sealed class BlockhashLifeTests(FaultyLocalnetFixture fixture) : IClassFixture<FaultyLocalnetFixture>
{
    private const string Hash = "4uQeVj5tqViQh7yWWGStvkEG1Zmhx6uasJtWCJziofM";

    [Fact]
    public async Task It_is_not_shorter_than_the_truth_and_not_longer_than_a_life_from_now()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var (hash, truth) = await LatestAsync(RpcCommitment.Finalized);

        var life = await ledger.Callers.FindLifeAsync(hash, CancellationToken.None);
        var (_, newest) = await LatestAsync(RpcCommitment.Processed);

        Assert.NotNull(life);
        Assert.InRange(life.LastValidBlockHeight, truth, newest);
        Assert.True(life.ContextSlot > 0);
    }

    [Fact]
    public async Task A_blockhash_of_a_block_that_is_not_confirmed_yet_is_known()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        await fixture.Localnet.ControlAsync("freeze");
        await fixture.Localnet.ControlAsync("advance", new { slots = 3 });
        var (hash, truth) = await LatestAsync(RpcCommitment.Processed);

        var life = await ledger.Callers.FindLifeAsync(hash, CancellationToken.None);

        Assert.NotNull(life);
        Assert.True(life.LastValidBlockHeight >= truth);
    }

    [Fact]
    public async Task An_expired_or_unknown_one_has_none()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var (hash, _) = await LatestAsync(RpcCommitment.Confirmed);
        await fixture.Localnet.ControlAsync("advance", new { slots = 200 });

        Assert.Null(await ledger.Callers.FindLifeAsync(hash, CancellationToken.None));
        Assert.Null(await ledger.Callers.FindLifeAsync(Hash, CancellationToken.None));
    }

    [Fact]
    public async Task The_block_asked_for_is_not_before_the_one_that_knew_the_blockhash()
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("isBlockhashValid", HttpStatusCode.OK, ScriptedNode.InContext(slot: 120, "true"));
        node.Enqueue("getLatestBlockhash", HttpStatusCode.OK, Latest(slot: 121, height: 230));

        var life = await ledger.Callers.FindLifeAsync(Hash, CancellationToken.None);

        Assert.Equal(new BlockhashLife(230, 120), life);
        Assert.Equal(90ul, node.LastParametersOf("isBlockhashValid")[1].GetProperty("minContextSlot").GetUInt64());
        Assert.Equal(120ul, node.LastParametersOf("getLatestBlockhash")[0].GetProperty("minContextSlot").GetUInt64());
    }

    [Theory]
    [InlineData(120, 119)]
    [InlineData(89, 121)]
    public async Task A_node_that_answers_from_the_past_all_the_same_is_not_believed(ulong validSlot, ulong latestSlot)
    {
        using var node = new ScriptedNode();
        await using var ledger = await StartAsync(node);
        node.Enqueue("isBlockhashValid", HttpStatusCode.OK, ScriptedNode.InContext(validSlot, "true"));
        node.Enqueue("getLatestBlockhash", HttpStatusCode.OK, Latest(latestSlot, height: 200));

        await Assert.ThrowsAsync<PortUnavailableException>(() => ledger.Callers.FindLifeAsync(Hash, CancellationToken.None));
    }

    private static string Latest(ulong slot, ulong height) =>
        ScriptedNode.InContext(slot, $$"""{"blockhash":"FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z","lastValidBlockHeight":{{height}}}""");

    /// <summary>Started, and with a blockhash of slot 90 seen.</summary>
    private static async Task<SolanaLedger> StartAsync(ScriptedNode node)
    {
        var ledger = await SolanaLedger.StartAsync(
            ScriptedNode.Endpoint, webSocketUrl: null, node, ("BlockhashRefreshInterval", "00:00:09"));
        var order = TestWallet.Create().Pay(TestWallet.Create().Address, 1);
        await ledger.Transfers.BuildAsync(order, new(new(5_000), 1, 1), variation: 0, CancellationToken.None);
        return ledger;
    }

    private async Task<(string Hash, ulong LastValidBlockHeight)> LatestAsync(RpcCommitment commitment)
    {
        using var http = new HttpClient();
        var latest = await new SolanaRpcClient(http, fixture.Localnet.RpcUrl).GetLatestBlockhashAsync(commitment);
        return (latest.Value.Blockhash.ToString(), latest.Value.LastValidBlockHeight);
    }
}
