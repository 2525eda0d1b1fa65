using WalletService.Cli.Recovery;
using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Cli.Tests.Recovery;

/// <summary>What an address holds, asked of nodes of which one may lie.</summary>
public sealed class AgreeingNodesTests
{
    private readonly ScriptedNode honest = new("honest.example");
    private readonly ScriptedNode other = new("other.example");
    private readonly AgreeingNodes nodes;

    public AgreeingNodesTests() => nodes = new AgreeingNodes([honest.Named, other.Named]);

    [Fact]
    public async Task Nothing_is_held_where_no_node_sees_anything()
    {
        var seen = await ReadAsync();

        Assert.Equal((0ul, 0), (seen.Lamports, seen.Tokens.Count));
        Assert.Empty(nodes.Differences);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_node_that_says_nothing_is_held_is_not_believed_against_another(bool isFirst)
    {
        (isFirst ? other : honest).Lamports = 5;

        Assert.Equal(5ul, (await ReadAsync()).Lamports);

        var difference = Assert.Single(nodes.Differences);
        Assert.Contains(isFirst ? "other.example says 5 lamports" : "honest.example says 5 lamports", difference, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_one_node_hides_count_as_held()
    {
        honest.Tokens = 7;

        Assert.Equal(7ul, (await ReadAsync()).Tokens.Single().Amount);

        Assert.Contains(
            $"honest.example says 0 lamports, 7 of {ScriptedNode.Mint} in {ScriptedNode.TokenAccount}; other.example says 0 lamports.",
            Assert.Single(nodes.Differences),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_all_see_the_same_nothing_differs()
    {
        (honest.Tokens, other.Tokens) = (7, 7);

        Assert.Equal(7ul, (await ReadAsync()).Tokens[0].Amount);
        Assert.Empty(nodes.Differences);
    }

    [Fact]
    public async Task A_node_that_does_not_answer_is_no_consent()
    {
        other.IsAway = true;

        var failure = await Assert.ThrowsAsync<PortUnavailableException>(ReadAsync);
        Assert.StartsWith("other.example: ", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(850, true)]
    [InlineData(849, false)]
    public async Task A_node_that_is_a_minute_behind_speaks_of_the_past(int slot, bool isHeard)
    {
        other.Slot = (ulong)slot;

        if (isHeard)
        {
            await ReadAsync();
            return;
        }

        await Assert.ThrowsAsync<PortUnavailableException>(ReadAsync);
    }

    [Fact]
    public async Task A_node_of_another_cluster_is_found()
    {
        Assert.Null(await nodes.FindForeignAsync(expectedGenesisHash: null, default));
        Assert.Null(await nodes.FindForeignAsync(honest.Genesis, default));

        other.Genesis = "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";

        Assert.StartsWith("other.example is of another cluster", await nodes.FindForeignAsync(expectedGenesisHash: null, default), StringComparison.Ordinal);
        Assert.StartsWith("honest.example is of another cluster", await nodes.FindForeignAsync(other.Genesis, default), StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_of_the_environment_are_asked_beside_those_that_are_given()
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Solana__Nodes__0__RpcUrl"] = "https://one.example/secret",
            ["Solana__Nodes__1__RpcUrl"] = "https://two.example/first",
        };
        using var http = new HttpClient();

        var opened = new NodeSettings(environment.GetValueOrDefault).Open([new Uri("https://two.example/second"), new Uri("https://one.example/secret")], http);

        Assert.Equal(["one.example", "two.example (node 2)", "two.example (node 3)"], opened.Select(node => node.Name));
    }

    private async Task<WalletHoldings> ReadAsync() => (await nodes.ReadAsync(
        [new WatchedWallet(WalletId.New(TimeProvider.System), UserId.Parse("operator"), SolanaAddress.Parse(ScriptedNode.Mint), DateTimeOffset.UnixEpoch)],
        default))[0];
}
