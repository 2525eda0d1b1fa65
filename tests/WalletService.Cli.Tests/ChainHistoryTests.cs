using WalletService.Cli.Restores;
using WalletService.Domain.Values;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Cli.Tests;

public sealed class ChainHistoryTests
{
    [Fact]
    public async Task A_node_whose_blocks_begin_after_the_backup_is_refused()
    {
        await using var network = await LocalnetProcess.StartAsync(slotMilliseconds: 0, "--ledger-blocks", "1024", "--nodes", "2");
        await network.ControlAsync("advance", new { slots = 2_000 });
        using var http = new HttpClient();
        var history = new ChainHistory(NodesOf(network, http), TimeProvider.System);

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(() => history.RequireSinceAsync(DateTimeOffset.UnixEpoch.AddYears(50), default));
        Assert.Contains("Node 1 does not keep the history since 2020-01-01T00:00:00Z", refusal.Message, StringComparison.Ordinal);
        await history.RequireSinceAsync(TimeProvider.System.GetUtcNow().AddYears(50), default);
    }

    [Fact]
    public async Task A_node_that_is_behind_is_refused()
    {
        await using var network = await LocalnetProcess.StartAsync(slotMilliseconds: 0);
        await network.ControlAsync("advance", new { slots = 100 });
        using var http = new HttpClient();
        var later = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddHours(1));

        var refusal = await Assert.ThrowsAsync<InvalidDataException>(
            () => new ChainHistory(NodesOf(network, http), later).RequireSinceAsync(DateTimeOffset.UnixEpoch, default));
        Assert.Contains("Node 1 is behind", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_has_every_block_since_the_first_one_has_missed_nothing()
    {
        await using var network = await LocalnetProcess.StartAsync(slotMilliseconds: 0);
        await network.ControlAsync("advance", new { slots = 100 });
        using var http = new HttpClient();

        var history = new ChainHistory(NodesOf(network, http), TimeProvider.System);

        Assert.Null(await Record.ExceptionAsync(() => history.RequireSinceAsync(DateTimeOffset.UnixEpoch, default)));
    }

    [Fact]
    public async Task What_one_of_the_nodes_shows_has_happened()
    {
        await using var network = await LocalnetProcess.StartAsync(slotMilliseconds: 0, "--nodes", "2");
        using var http = new HttpClient();
        var nodes = NodesOf(network, http);
        await network.ControlAsync("stale", new { slots = 100, stuck = true, node = 0 });
        var address = SampleReceipt.Recipient;
        var signature = await nodes[1].RequestAirdropAsync(address, 1_000_000_000);
        await network.ControlAsync("advance", new { slots = 40 });
        var history = new ChainHistory(nodes, TimeProvider.System);
        var wallet = SolanaAddress.Parse(address.ToString());

        Assert.Empty(await new ChainHistory([nodes[0]], TimeProvider.System).ReadAsync(wallet, DateTimeOffset.UnixEpoch, default));
        var found = Assert.Single(await history.ReadAsync(wallet, DateTimeOffset.UnixEpoch, default));
        Assert.Equal(signature.ToString(), found.Value);
        Assert.True(await history.HasAsync(found, default));
        Assert.Null(await history.FindOutgoingAsync(found, wallet, default));
        Assert.Empty(await history.ReadAsync(wallet, TimeProvider.System.GetUtcNow().AddYears(50), default));
    }

    private static SolanaRpcClient[] NodesOf(LocalnetProcess network, HttpClient http) =>
        [.. network.Nodes.Select(node => new SolanaRpcClient(http, node.RpcUrl))];
}
