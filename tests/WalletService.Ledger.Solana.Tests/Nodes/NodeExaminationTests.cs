using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>What the first diagnosis says of this machine's clock, by the chain's.</summary>
public sealed class NodeExaminationTests
{
    private const string Genesis = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z";

    [Theory]
    [InlineData(-8, ObservationState.Well, "behind this clock")]
    [InlineData(-3_600, ObservationState.Trouble, "behind this clock")]
    [InlineData(3_600, ObservationState.Trouble, "ahead of this clock")]
    public async Task The_clock_is_compared_with_that_of_the_newest_block(int seconds, ObservationState state, string words)
    {
        var clock = await ExamineAsync(ScriptedNode.Result($"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds}"));

        Assert.Equal(state, clock.State);
        Assert.Contains(words, clock.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_does_not_tell_the_time_is_no_trouble()
    {
        var clock = await ExamineAsync(ScriptedNode.Error(-32004));

        Assert.Equal(ObservationState.Remark, clock.State);
    }

    [Fact]
    public async Task The_time_of_another_cluster_says_nothing()
    {
        var clock = await ExamineAsync(ScriptedNode.Result("1"), shown: "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d");

        Assert.Equal(ObservationState.Remark, clock.State);
    }

    private static async Task<Observation> ExamineAsync(string blockTime, string shown = Genesis)
    {
        using var node = new ScriptedNode();

        // The service asks once when it starts, and does not start on another cluster; the examination comes after.
        node.Enqueue("getGenesisHash", HttpStatusCode.OK, ScriptedNode.Result($"\"{Genesis}\""));
        await using var ledger = await SolanaLedger.StartAsync(
            ScriptedNode.Endpoint, webSocketUrl: null, node, ("BlockhashRefreshInterval", "00:00:09"), ("ExpectedGenesisHash", Genesis));
        node.Enqueue("getGenesisHash", HttpStatusCode.OK, ScriptedNode.Result($"\"{shown}\""));
        node.Enqueue("getVersion", HttpStatusCode.OK, ScriptedNode.Result("""{"solana-core":"4.2.0","feature-set":1}"""));
        node.Enqueue("getBlockTime", HttpStatusCode.OK, blockTime);

        var observations = await ledger.Services.GetRequiredService<IExamination>().ExamineAsync(CancellationToken.None);
        return Assert.Single(observations, observation => observation.Subject == "clock.chain");
    }
}
