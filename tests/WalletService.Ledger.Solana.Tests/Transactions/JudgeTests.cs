using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>Dead is said only on proof; a wrong Dead is how a payment is made twice.</summary>
public sealed class JudgeTests(FaultyLocalnetFixture fixture) : IClassFixture<FaultyLocalnetFixture>
{
    /// <summary>More slots than a blockhash lives (150 blocks, some slots skipped) and finality takes (32).</summary>
    private const int PastExpiry = 220;

    [Fact]
    public async Task Unknown_while_the_blockhash_lives()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await DroppedAsync(ledger);

        Assert.IsType<AttemptVerdict.Unknown>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task Dead_once_the_expiry_is_finalized_and_the_history_knows_nothing()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await DroppedAsync(ledger);

        await AdvanceAsync(PastExpiry);

        var dead = Assert.IsType<AttemptVerdict.Dead>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
        Assert.True(dead.JudgedAtSlot > attempt.ContextSlot);
    }

    [Fact]
    public async Task Landed_when_it_was_executed_although_the_blockhash_has_expired()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await Eventually.BecomesTrueAsync(async () =>
            (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is not null);

        await AdvanceAsync(PastExpiry);

        var landed = Assert.IsType<AttemptVerdict.Landed>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
        Assert.Equal(Commitment.Finalized, landed.Status.Confirmation);
        Assert.Null(landed.Status.ChainError);
    }

    [Fact]
    public async Task Landed_also_when_only_the_history_remembers_it()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await Eventually.BecomesTrueAsync(async () =>
            (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is not null);

        await AdvanceAsync(2 * PastExpiry);

        Assert.Null((await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0]);
        Assert.IsType<AttemptVerdict.Landed>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task Unknown_when_the_node_no_longer_keeps_the_blocks_in_which_it_may_have_landed()
    {
        await using var forgetful = await TestKit.Servers.LocalnetProcess.StartAsync(50, "--ledger-blocks", "1024");
        await using var ledger = await SolanaLedger.StartAsync(forgetful);
        var payer = await TestWallet.CreateFundedAsync(forgetful.RpcUrl);
        var attempt = await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
        await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None);
        await Eventually.BecomesTrueAsync(async () =>
            (await ledger.Network.GetStatusesAsync([attempt.Signature], CancellationToken.None))[0] is not null);

        await forgetful.ControlAsync("advance", new { slots = 1_500 });

        Assert.IsType<AttemptVerdict.Unknown>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Fact]
    public async Task Unknown_while_the_expiry_is_not_finalized()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await DroppedAsync(ledger);

        // 150 blocks have passed, but not the 32 slots on top of them.
        await AdvanceAsync(165);

        Assert.IsType<AttemptVerdict.Unknown>(await ledger.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    [Theory]
    [InlineData("stale", """{"slots":200}""")]
    [InlineData("stale", """{"slots":200,"method":"getSignatureStatuses"}""")]
    [InlineData("http-status", """{"status":429,"count":1,"retryAfter":1}""")]
    [InlineData("http-status", """{"status":503,"count":1,"method":"getSignatureStatuses"}""")]
    [InlineData("http-status", """{"status":500,"count":1,"method":"getEpochInfo"}""")]
    [InlineData("lose-replies", """{"count":1,"method":"getSignatureStatuses"}""")]
    [InlineData("hang", """{"count":1,"method":"getSignatureStatuses"}""")]
    [InlineData("hang", """{"count":1,"method":"getEpochInfo"}""")]
    public async Task Unknown_when_the_node_is_behind_or_fails_although_it_is_dead(string fault, string arguments)
    {
        await using var ledger = await fixture.StartLedgerAsync(("RequestTimeout", "00:00:00.500"), ("BlockhashRefreshInterval", "00:00:09"));
        var attempt = await DroppedAsync(ledger);
        await AdvanceAsync(PastExpiry);

        await fixture.Localnet.ControlAsync(fault, System.Text.Json.JsonElement.Parse(arguments));
        var doubtful = await ledger.Network.JudgeAsync(attempt, CancellationToken.None);
        await fixture.Localnet.ControlAsync("reset-faults");

        Assert.NotEmpty(Assert.IsType<AttemptVerdict.Unknown>(doubtful).Reason);
        await Eventually.BecomesTrueAsync(async () =>
            await ledger.Network.JudgeAsync(attempt, CancellationToken.None) is AttemptVerdict.Dead);
    }

    [Fact]
    public async Task Unknown_when_the_node_cannot_be_reached()
    {
        await using var ledger = await fixture.StartLedgerAsync();
        var attempt = await SignedAsync(ledger);
        await using var away = await SolanaLedger.StartAsync(new Uri($"http://127.0.0.1:{TestKit.Servers.FreePort.Next()}"));

        Assert.IsType<AttemptVerdict.Unknown>(await away.Network.JudgeAsync(attempt, CancellationToken.None));
    }

    private async Task<TransferAttempt> SignedAsync(SolanaLedger ledger)
    {
        var payer = await TestWallet.CreateFundedAsync(fixture.Localnet.RpcUrl);
        return await payer.SignAsync(ledger.Transfers, payer.Pay(TestWallet.Create().Address, 1_000_000));
    }

    /// <summary>An attempt that a node took and never passed on.</summary>
    private async Task<TransferAttempt> DroppedAsync(SolanaLedger ledger)
    {
        var attempt = await SignedAsync(ledger);
        await fixture.Localnet.ControlAsync("drop", new { count = 1 });
        Assert.IsType<SendOutcome.Accepted>(await ledger.Network.SendAsync(attempt, preflight: true, CancellationToken.None));
        return attempt;
    }

    private Task AdvanceAsync(int slots) => fixture.Localnet.ControlAsync("advance", new { slots });
}
