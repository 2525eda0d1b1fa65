using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TransferTrackerTests
{
    [Fact]
    public async Task A_transfer_goes_all_the_way_and_its_record_tells_how()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        var end = await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(new Lamports(1_000_000_000), end.Lamports);
        Assert.Equal(new Lamports(FakeLedger.Fee), end.Execution!.Fee);
        Assert.Equal(end.Execution.SourceBefore!.Value - end.Execution.SourceAfter!.Value, end.Lamports!.Value + end.Execution.Fee!.Value);
        Assert.Equal(AttemptOutcome.Landed, end.Attempt!.Outcome);
        Assert.NotNull(end.Times.ReadyAt);
        Assert.NotNull(end.Times.SignedAt);
        Assert.NotNull(end.Times.EndedAt);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    /// <summary>What it says of the time before a deposit, say, is no reason to refuse.</summary>
    [Fact]
    public async Task A_node_that_lags_behind_the_last_transfer_refuses_nothing()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()));
        scene.Ledger.OnFacts = (truth, slot) => slot == 0 ? truth with { Slot = 0, SourceBalance = Lamports.Zero } : truth;

        var end = await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Finalized, end.Status);
    }

    [Fact]
    public async Task Equal_payments_at_the_same_moment_are_as_many_payments()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        var transfers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => instance.SubmitAsync(scene.Command(10_000_000))));
        var ends = await Task.WhenAll(transfers.Select(scene.EndOfAsync));

        Assert.All(ends, end => Assert.Equal(TransferStatus.Finalized, end.Status));
        Assert.Equal(40, ends.Select(end => end.Attempt!.Signature).Distinct().Count());
        Assert.Equal(40 * 10_000_000UL, scene.Ledger.BalanceOf(scene.Recipient));
    }

    [Fact]
    public async Task Concurrent_transfers_never_overdraw_the_wallet()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.FinalizesAtOnce = false;
        var instance = scene.StartInstance("only");
        var transfers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => instance.SubmitAsync(scene.Command(1_000_000_000))));

        // While the four are in flight nobody can say whether the others can be paid.
        await Eventually.BecomesTrueAsync(async () => (await Task.WhenAll(transfers.Select(scene.ReadAsync)))
            .Count(transfer => transfer.Status == TransferStatus.Submitted) == 4);
        Assert.Equal(4 * (1_000_000_000 + FakeLedger.Fee), (await ReservedAsync(scene)).Value);
        scene.Ledger.FinalizesAtOnce = true;
        await Eventually.BecomesTrueAsync(async () => (await Task.WhenAll(transfers.Select(scene.ReadAsync)))
            .All(transfer => transfer.Status.IsEnd()));
        var states = await Task.WhenAll(transfers.Select(scene.ReadAsync));

        Assert.Equal(4, states.Count(transfer => transfer.Status == TransferStatus.Finalized));
        Assert.All(states.Where(transfer => transfer.Status == TransferStatus.Rejected), transfer =>
        {
            Assert.Equal("INSUFFICIENT_FUNDS", transfer.Error!.Code);
            Assert.Null(transfer.Attempt);
        });
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    [Fact]
    public async Task A_payment_is_not_refused_because_another_has_executed_and_is_still_reserved()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.FinalizesAtOnce = false;
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Execute(attempt);
            return new SendOutcome.Accepted();
        };
        var instance = scene.StartInstance("only");
        var first = await instance.SubmitAsync(scene.Command(2_000_000_000));
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(first)).Status == TransferStatus.Submitted);

        // 3 SOL are left on chain, and the 2 SOL that have gone are still reserved.
        var second = await instance.SubmitAsync(scene.Command(2_000_000_000));
        await Eventually.BecomesTrueAsync(() => !instance.Telemetry.Delays.IsEmpty);
        scene.Ledger.FinalizesAtOnce = true;

        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(second)).Status);
        Assert.Equal(4_000_000_000UL, scene.Ledger.BalanceOf(scene.Recipient));
    }

    [Fact]
    public async Task A_transaction_that_no_node_took_is_sent_again_as_the_same_bytes()
    {
        await using var scene = await TransferScene.CreateAsync();
        var sends = 0;
        scene.Ledger.OnSend = _ => Interlocked.Increment(ref sends) < 4 ? new SendOutcome.Unknown("timed out") : null;
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Single(scene.Ledger.Sends.Select(send => send.Signature).Distinct());
        Assert.Equal(1, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task A_send_without_an_answer_that_landed_all_the_same_is_found_out()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Execute(attempt);
            return new SendOutcome.Unknown("connection lost");
        };
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(1, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task What_is_proven_dead_expires_and_gives_its_funds_back()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);
        Assert.NotEqual(Lamports.Zero, await ReservedAsync(scene));

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal("TRANSACTION_EXPIRED", end.Error!.Code);
        Assert.Equal(AttemptOutcome.Dead, end.Attempt!.Outcome);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
        Assert.Equal(0, scene.Ledger.Executions);
        Assert.Equal(1, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task Nothing_expires_while_no_node_answers()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

        scene.Ledger.Failure = new PortUnavailableException("solana-rpc", "No node answers.");
        scene.Ledger.Advance(10_000);
        var rounds = instance.Telemetry.Delays.Count;
        await Eventually.BecomesTrueAsync(() => instance.Telemetry.Delays.Count > rounds + 20);
        Assert.Equal(TransferStatus.Submitted, (await scene.ReadAsync(transfer)).Status);

        scene.Ledger.Failure = null;
        Assert.Equal(TransferStatus.Expired, (await scene.EndOfAsync(transfer)).Status);
    }

    [Fact]
    public async Task What_executed_with_an_error_has_failed_and_gives_its_funds_back()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Drain(scene.Wallet.Address, FakeLedger.Fee);
            scene.Ledger.Execute(attempt);
            return null;
        };
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Failed, end.Status);
        Assert.Equal("TRANSACTION_FAILED", end.Error!.Code);
        Assert.Contains("InstructionError", end.Execution!.ChainError, StringComparison.Ordinal);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
        Assert.Equal(0UL, scene.Ledger.BalanceOf(scene.Recipient));
    }

    [Fact]
    public async Task While_the_vault_is_away_a_transfer_waits_and_then_goes_on()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => scene.Keys.SignCalls >= 3);
        Assert.Equal(TransferStatus.Ready, (await scene.ReadAsync(transfer)).Status);

        scene.Keys.Failure = null;
        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(transfer)).Status);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task A_transfer_that_could_not_be_signed_in_time_is_rejected()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.SigningDeadline = TimeSpan.FromMilliseconds(200);
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("DEPENDENCY_UNAVAILABLE", end.Error!.Code);
        Assert.Contains("with a new requestId", end.Error.Message, StringComparison.Ordinal);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
        Assert.Empty(scene.Ledger.Sends);
    }

    [Fact]
    public async Task A_key_that_can_not_be_used_rejects_the_transfer()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new KeyUnusableException("disabled", "The key version is disabled.");
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("SIGNING_FAILED", end.Error!.Code);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    [Fact]
    public async Task A_message_that_pays_somebody_else_is_never_shown_to_the_vault()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.PaysInstead = SolanaAddress.Parse("Vote111111111111111111111111111111111111111");
        var end = await scene.EndOfAsync(await scene.StartInstance("only").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("SIGNING_FAILED", end.Error!.Code);
        Assert.Equal(0, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task A_refusal_by_a_node_is_told_when_the_transaction_is_proven_dead()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = _ => new SendOutcome.Refused("\"AccountNotFound\"");
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => scene.Ledger.Sends.Count >= 2);
        Assert.Equal(TransferStatus.Signed, (await scene.ReadAsync(transfer)).Status);
        Assert.All(scene.Ledger.Sends, send => Assert.True(send.Preflight));

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);
        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal("SUBMISSION_FAILED", end.Error!.Code);
    }

    [Fact]
    public async Task A_waiting_caller_is_answered_at_the_state_asked_for_or_after_the_time()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.FinalizesAtOnce = false;
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());

        var submitted = await instance.Waiter.WaitAsync(
            transfer, TransferStatus.Submitted, TimeSpan.FromSeconds(20), CancellationToken.None);
        Assert.Equal(TransferStatus.Submitted, submitted.Status);

        var late = await instance.Waiter.WaitAsync(
            submitted, TransferStatus.Confirmed, TimeSpan.FromMilliseconds(30), CancellationToken.None);
        Assert.Equal(TransferStatus.Submitted, late.Status);
    }

    private static Task<Lamports> ReservedAsync(TransferScene scene) =>
        scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, CancellationToken.None);
}
