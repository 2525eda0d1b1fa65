using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Nodes;

[Collection(LocalnetTests.Name)]
public sealed class ClusterTests(LocalnetFixture fixture)
{
    private const string MainnetGenesis = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

    [Fact]
    public async Task The_service_does_not_start_on_another_cluster()
    {
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => SolanaLedger.StartAsync(fixture.Localnet, ("ExpectedGenesisHash", MainnetGenesis)));

        Assert.Contains("Solana:ExpectedGenesisHash", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_works_on_the_expected_one()
    {
        await using var ledger = await SolanaLedger.StartAsync(
            fixture.Localnet, ("ExpectedGenesisHash", await GenesisAsync(fixture.Localnet.RpcUrl)));

        Assert.True((await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);
    }

    [Fact]
    public async Task While_the_node_is_away_nothing_is_done_and_when_it_comes_the_work_begins()
    {
        await using var localnet = await LocalnetProcess.StartAsync();
        var genesis = await GenesisAsync(localnet.RpcUrl);
        await localnet.KillAsync();
        await using var ledger = await SolanaLedger.StartAsync(localnet, ("ExpectedGenesisHash", genesis));
        var address = TestWallet.Create().Address;

        Assert.False((await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        await Assert.ThrowsAsync<PortUnavailableException>(
            () => ledger.Reader.GetBalanceAsync(address, Commitment.Confirmed, CancellationToken.None));
        var sent = await ledger.Network.SendAsync(ScriptedNode.Attempt(1, 1), preflight: true, CancellationToken.None);
        Assert.IsType<SendOutcome.Unknown>(sent);

        await localnet.StartAgainAsync();
        await Eventually.BecomesTrueAsync(async () => (await ledger.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        Assert.NotNull(await ledger.Reader.GetBalanceAsync(address, Commitment.Confirmed, CancellationToken.None));
    }

    [Theory]
    [InlineData("RpcUrl", "ftp://node.example", "RpcUrl")]
    [InlineData("RpcUrl", "", "Solana:RpcUrl is required")]
    [InlineData("Nodes:0:RpcUrl", "http://node.example", "Solana:RpcUrl must not be given together with Solana:Nodes")]
    [InlineData("Nodes:0:Weight", "0", "Nodes[0].Weight")]
    [InlineData("Nodes:0:Role", "Backup", "Solana:Nodes:0:Role")]
    [InlineData("Nodes:1:Name", "twin", "Solana:Nodes:0:RpcUrl is required")]
    [InlineData("SendFanOut", "0", "SendFanOut")]
    [InlineData("WebSocketUrl", "http://node.example", "WebSocketUrl")]
    [InlineData("ExpectedGenesisHash", "mainnet", "ExpectedGenesisHash")]
    [InlineData("RequestTimeout", "00:00:00", "RequestTimeout")]
    [InlineData("PriorityFeePercentile", "101", "PriorityFeePercentile")]
    [InlineData("PriorityFeeCap", "999", "PriorityFeeFloor")]
    [InlineData("BlockhashMaxAge", "00:00:00.150", "BlockhashRefreshInterval")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value, string named)
    {
        var thrown = await Assert.ThrowsAsync<OptionsValidationException>(() => SolanaLedger.StartAsync(fixture.Localnet, (name, value)));

        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    private static async Task<string> GenesisAsync(Uri rpcUrl)
    {
        using var http = new HttpClient();
        return (await new SolanaRpcClient(http, rpcUrl).GetGenesisHashAsync()).ToString();
    }
}
