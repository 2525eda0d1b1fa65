using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>What is said of a send when the network misbehaves.</summary>
public sealed class SendTests(FaultyLocalnetFixture fixture) : IClassFixture<FaultyLocalnetFixture>
{
    [Fact]
    public async Task A_lost_reply_is_unknown_and_the_second_send_finds_it_executed()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("lose-replies", new { count = 1 });

        Assert.IsType<SendOutcome.Unknown>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));

        await Eventually.BecomesTrueAsync(async () =>
            await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None) is SendOutcome.AlreadyProcessed);
        await Eventually.BecomesTrueAsync(async () =>
            (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is { ChainError: null });
    }

    [Theory]
    [InlineData("unhealthy", """{"numSlotsBehind":42}""")]
    [InlineData("stale", """{"slots":60}""")]
    [InlineData("http-status", """{"status":429,"count":1,"retryAfter":1}""")]
    [InlineData("http-status", """{"status":503,"count":1}""")]
    [InlineData("hang", """{"count":1,"method":"sendTransaction"}""")]
    public async Task A_node_that_is_behind_overloaded_or_silent_leaves_the_outcome_unknown(string fault, string arguments)
    {
        await using var ledger = await fixture.StartLedgerAsync(("RequestTimeout", "00:00:00.500"), ("BlockhashRefreshInterval", "00:00:09"));
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync(fault, System.Text.Json.JsonElement.Parse(arguments));

        var outcome = await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await fixture.Localnet.ControlAsync("reset-faults");

        Assert.NotEmpty(Assert.IsType<SendOutcome.Unknown>(outcome).Reason);
    }

    [Fact]
    public async Task A_blockhash_unknown_to_the_node_is_no_refusal()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("expire-blockhashes");

        Assert.IsType<SendOutcome.Unknown>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
    }

    [Fact]
    public async Task A_send_is_never_repeated_by_the_adapter()
    {
        using var counter = new RequestCounter();
        await using var ledger = await SolanaLedger.StartAsync(fixture.Localnet.RpcUrl, webSocketUrl: null, counter);
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("http-status", new { status = 503, count = 1, method = "sendTransaction" });

        Assert.IsType<SendOutcome.Unknown>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));

        Assert.Equal(1, counter["sendTransaction"]);
    }

    [Fact]
    public async Task Without_preflight_the_node_simulates_nothing()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("expire-blockhashes");

        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: false, CancellationToken.None));
    }

    private async Task<TransferAttempt> SignedAsync(SolanaLedger ledger)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        return await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
    }
}
