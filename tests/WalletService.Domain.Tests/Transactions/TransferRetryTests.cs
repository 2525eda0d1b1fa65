using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>Another transaction is signed for a payment when, and only when, the one before is proven dead.</summary>
public sealed class TransferRetryTests
{
    [Fact]
    public async Task A_dead_transaction_is_followed_by_another_that_pays_once()
    {
        await using var scene = await SceneWithAttemptsAsync(3);
        scene.Ledger.OnSend = Drop(first: 1, scene);
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await SubmittedAsync(scene, transfer);

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);
        var attempts = await scene.Port<ITransferStore>().GetAttemptsAsync(scene.User, transfer.Id, CancellationToken.None);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal([AttemptOutcome.Dead, AttemptOutcome.Landed], attempts.Select(attempt => attempt.Outcome));
        Assert.Equal(2, scene.Keys.SignCalls);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(1_000_000_000UL, scene.Ledger.BalanceOf(scene.Recipient));
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
        Assert.Equal(2UL, end.Quote!.ComputeUnitPrice);
        Assert.Equal(
            ["created", "prepared", "signed", "submitted", "retried", "signed", "submitted", "finalized", "balance.updated"],
            scene.Port<EmbeddedDatabase>().ReadEvents(scene.Wallet.Id).Select(entry => entry.Type).Where(type => type != "confirmed"));
    }

    [Fact]
    public async Task A_blockhash_that_expires_while_the_vault_is_slow_costs_an_attempt_and_nothing_else()
    {
        await using var scene = await SceneWithAttemptsAsync(3);
        scene.Keys.BeforeSigning = () =>
        {
            if (scene.Keys.SignCalls == 1)
            {
                scene.Ledger.Advance(200);
            }

            return Task.CompletedTask;
        };

        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        var end = await scene.EndOfAsync(transfer);
        var attempts = await scene.Port<ITransferStore>().GetAttemptsAsync(scene.User, transfer.Id, CancellationToken.None);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal([AttemptOutcome.Dead, AttemptOutcome.Landed], attempts.Select(attempt => attempt.Outcome));
        Assert.Contains(scene.Ledger.Sends, send => send.Signature == attempts[0].Signature);
        Assert.True(attempts[1].LastValidBlockHeight > attempts[0].LastValidBlockHeight + 150);
        Assert.Equal(2, scene.Keys.SignCalls);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    [Fact]
    public async Task Dead_bytes_are_sent_no_more_and_the_first_send_of_the_next_is_simulated()
    {
        await using var scene = await SceneWithAttemptsAsync(3);
        scene.Ledger.OnSend = Drop(first: 1, scene);
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await SubmittedAsync(scene, transfer);
        scene.Ledger.Advance(200);
        await scene.EndOfAsync(transfer);

        var dead = scene.Ledger.Sends.First().Signature;
        var second = scene.Ledger.Sends.SkipWhile(send => send.Signature == dead).ToArray();

        Assert.NotEmpty(second);
        Assert.DoesNotContain(second, send => send.Signature == dead);
        Assert.True(second[0].Preflight);
        Assert.Equal(1, scene.Ledger.Sends.Count(send => send.Preflight && send.Signature == dead));
    }

    [Fact]
    public async Task The_funds_stay_reserved_between_a_death_and_the_next_signature()
    {
        await using var scene = await SceneWithAttemptsAsync(2);
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await SubmittedAsync(scene, transfer);
        scene.Keys.Failure = new PortUnavailableException("kms", "away");

        scene.Ledger.Advance(200);
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Ready);

        Assert.Equal(1_000_000_000 + FakeLedger.Fee, (await ReservedAsync(scene)).Value);
    }

    [Fact]
    public async Task No_more_transactions_are_signed_than_allowed()
    {
        await using var scene = await SceneWithAttemptsAsync(3);
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());

        await Eventually.BecomesTrueAsync(async () =>
        {
            scene.Ledger.Advance(40);
            return (await scene.ReadAsync(transfer)).Status.IsEnd();
        });

        Assert.Equal(TransferStatus.Expired, (await scene.ReadAsync(transfer)).Status);
        Assert.Equal(3, scene.Keys.SignCalls);
        Assert.Equal(0, scene.Ledger.Executions);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    [Fact]
    public async Task After_its_deadline_a_dead_transaction_is_the_end()
    {
        await using var scene = await SceneWithAttemptsAsync(5);
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command() with { ValidFor = TimeSpan.FromSeconds(1) });
        await SubmittedAsync(scene, transfer);
        await Eventually.BecomesTrueAsync(() => TimeProvider.System.GetUtcNow() > transfer.Deadline);

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal("TRANSACTION_EXPIRED", end.Error!.Code);
        Assert.Equal(1, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task A_frozen_wallet_signs_no_second_transaction()
    {
        await using var scene = await SceneWithAttemptsAsync(5);
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await SubmittedAsync(scene, transfer);
        scene.Port<EmbeddedDatabase>().SetStatus(scene.Wallet.Id, WalletStatus.Frozen);

        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal("WALLET_FROZEN", end.Error!.Code);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(Lamports.Zero, await ReservedAsync(scene));
    }

    [Theory]
    [InlineData("before verdict")]
    [InlineData("after verdict")]
    public async Task An_instance_that_dies_at_the_verdict_leaves_one_effect(string step)
    {
        await using var scene = await SceneWithAttemptsAsync(3);
        scene.Ledger.OnSend = Drop(first: 1, scene);
        var crash = new CrashPoint(step);
        var transfer = await scene.StartInstance("first", crash).SubmitAsync(scene.Command());
        await SubmittedAsync(scene, transfer);
        scene.Ledger.Advance(200);
        await Eventually.BecomesTrueAsync(() => crash.HasHappened);

        scene.StartInstance("second");
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(2, end.Attempt!.Number);
    }

    private static async Task<TransferScene> SceneWithAttemptsAsync(int attempts)
    {
        var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = attempts;
        return scene;
    }

    /// <summary>A node that takes every send and forgets those of the first transactions.</summary>
    private static Func<TransferAttempt, SendOutcome?> Drop(int first, TransferScene scene) => attempt =>
    {
        if (attempt.Number > first)
        {
            scene.Ledger.Execute(attempt);
        }

        return new SendOutcome.Accepted();
    };

    private static Task SubmittedAsync(TransferScene scene, Transfer transfer) =>
        Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

    private static Task<Lamports> ReservedAsync(TransferScene scene) =>
        scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, CancellationToken.None);
}
