using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>Cancelling is possible while nothing that was signed can execute, and then nothing ever executes.</summary>
public sealed class CancelTransferTests
{
    [Fact]
    public async Task What_waits_for_the_vault_is_cancelled_and_the_late_signature_is_never_sent()
    {
        await using var scene = await TransferScene.CreateAsync();
        var vault = new TaskCompletionSource();
        scene.Keys.BeforeSigning = () => vault.Task;
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => scene.Keys.SignCalls == 1);

        var cancelled = await CancelAsync(instance, scene, transfer);
        vault.SetResult();
        await Eventually.BecomesTrueAsync(() => instance.Tracker.HeldCount == 0);

        Assert.Equal(TransferStatus.Cancelled, cancelled.Status);
        Assert.Equal(TransferStatus.Cancelled, (await scene.ReadAsync(transfer)).Status);
        Assert.Empty(scene.Ledger.Sends);
        Assert.Equal(Lamports.Zero, await scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, CancellationToken.None));
        Assert.Equal(cancelled, await CancelAsync(instance, scene, transfer));
    }

    [Fact]
    public async Task What_was_signed_and_may_execute_is_not_cancelled()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

        var result = await instance.Cancelling.CancelAsync(scene.Caller, scene.User, transfer.Id, CancellationToken.None);

        Assert.False(result.TryGetValue(out _, out var error));
        Assert.Equal("TRANSACTION_NOT_CANCELLABLE", error.Code);
        Assert.Equal("submitted", error.Details["status"]);
    }

    [Fact]
    public async Task After_a_proven_death_the_payment_can_be_cancelled_before_it_is_signed_again()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = 3;
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        scene.Ledger.Advance(200);
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Ready);

        var cancelled = await CancelAsync(instance, scene, transfer);

        Assert.Equal(TransferStatus.Cancelled, cancelled.Status);
        Assert.Equal(AttemptOutcome.Dead, cancelled.Attempt!.Outcome);
        Assert.Equal(0, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Somebody_elses_transfer_is_not_found()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());

        var result = await instance.Cancelling.CancelAsync(scene.Caller, UserId.Parse("mallory"), transfer.Id, CancellationToken.None);

        Assert.False(result.TryGetValue(out _, out var error));
        Assert.Equal("TRANSACTION_NOT_FOUND", error.Code);
    }

    private static async Task<Transfer> CancelAsync(TransferInstance instance, TransferScene scene, Transfer transfer)
    {
        var result = await instance.Cancelling.CancelAsync(scene.Caller, scene.User, transfer.Id, CancellationToken.None);
        Assert.True(result.TryGetValue(out var cancelled, out var error), error?.Message);
        return cancelled;
    }
}
