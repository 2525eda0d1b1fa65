using WalletService.Domain.Ports;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>A node reached by https and wss, with a certificate of a private authority for <c>localhost</c>.</summary>
[Collection(LocalnetTests.Name)]
public sealed class NodeTlsTests(LocalnetFixture fixture) : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private TlsFront? rpc;
    private TlsFront? webSocket;

    public Task InitializeAsync()
    {
        var certificate = authority.Issue();
        rpc = new TlsFront(certificate, fixture.Localnet.RpcUrl.Port);
        webSocket = new TlsFront(certificate, fixture.Localnet.WebSocketUrl.Port);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await rpc!.DisposeAsync();
        await webSocket!.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Calls_and_hints_come_over_TLS_when_the_authority_vouches_for_the_node()
    {
        await using var ledger = await StartAsync("localhost", authority.AuthorityFile);
        await Eventually.BecomesTrueAsync(async () => (await ledger.Probe.ProbeAsync(default)).Healthy);

        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        var attempt = await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
        var hint = ledger.Network.WaitForHintAsync(attempt.Signature, CancellationToken.None);
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await hint.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_node_of_another_name_or_another_authority_is_not_used()
    {
        using var other = new TestAuthority();
        foreach (var (host, file) in new[] { ("127.0.0.1", authority.AuthorityFile), ("localhost", other.AuthorityFile), ("localhost", null) })
        {
            await using var ledger = await StartAsync(host, file);
            await Assert.ThrowsAsync<PortUnavailableException>(
                () => ledger.Reader.GetBalanceAsync(TestWallet.Create().Address, Commitment.Confirmed, CancellationToken.None));
            Assert.False((await ledger.Probe.ProbeAsync(default)).Healthy);
        }
    }

    private Task<SolanaLedger> StartAsync(string host, string? authorityFile) => SolanaLedger.StartAsync(
        new Uri($"https://{host}:{rpc!.Port}"),
        new Uri($"wss://{host}:{webSocket!.Port}"),
        handler: null,
        authorityFile is null ? [] : [("AuthorityFile", authorityFile)]);
}
