using WalletService.Domain.Anomalies;
using WalletService.Domain.Tests.Batches;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Features;

/// <summary>What goes on, and what does not, while a part of the service that no route stands for is switched off.</summary>
public sealed class SwitchedOffTests : IAsyncLifetime
{
    private TransferScene scene = null!;

    public async Task InitializeAsync()
    {
        scene = await TransferScene.CreateAsync();
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint() with { HasTransferHook = true };
        scene.Ledger.FundTokens(scene.Wallet.Address, scene.Mint, 30_000_000);
    }

    public async Task DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task A_payment_through_a_transfer_hook_is_refused_and_made_once_hooks_are_on_again()
    {
        var instance = scene.StartInstance("one");
        scene.Features.TransferHooks = false;
        var refused = await scene.EndOfAsync(await instance.SubmitAsync(scene.TokenCommand("1")));
        Assert.Equal((TransferStatus.Rejected, "FEATURE_DISABLED"), (refused.Status, refused.Error!.Code));
        Assert.Equal("transfer-hooks", refused.Error.Details["feature"]);
        Assert.Null(refused.Attempt);
        Assert.Null(scene.Ledger.TokensOf(scene.Recipient, scene.Mint));

        scene.Features.TransferHooks = true;
        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(await instance.SubmitAsync(scene.TokenCommand("1")))).Status);
    }

    [Fact]
    public async Task A_token_without_a_hook_is_paid_while_hooks_are_off()
    {
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint();
        scene.Features.TransferHooks = false;

        var paid = await scene.EndOfAsync(await scene.StartInstance("one").SubmitAsync(scene.TokenCommand("1")));

        Assert.Equal(TransferStatus.Finalized, paid.Status);
    }

    [Fact]
    public async Task What_was_judged_before_hooks_were_switched_off_is_finished()
    {
        var maySign = new TaskCompletionSource();
        var signing = new TaskCompletionSource();
        scene.Keys.BeforeSigning = () =>
        {
            signing.TrySetResult();
            return maySign.Task;
        };
        var payment = await scene.StartInstance("one").SubmitAsync(scene.TokenCommand("1"));
        await signing.Task.WaitAsync(TimeSpan.FromSeconds(30));

        scene.Features.TransferHooks = false;
        maySign.SetResult();

        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(payment)).Status);
    }

    [Fact]
    public async Task Rows_of_a_batch_through_a_transfer_hook_are_refused_while_hooks_are_off()
    {
        scene.Features.TransferHooks = false;
        var command = scene.BatchCommand(BatchScene.NewRecipients(2).Select(to => (to, "1")), scene.Mint);

        var end = await scene.EndOfAsync(await scene.StartInstance("one").SubmitAsync(command));

        Assert.Equal((2, 0), (end.Progress.RejectedRows, end.Progress.PaidRows));
        Assert.All(await scene.RowsAsync(end), state => Assert.Equal("FEATURE_DISABLED", state.Row.Error?.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signals_are_told_only_while_anomaly_signals_are_on(bool isOn)
    {
        scene.Features.AnomalySignals = isOn;

        // To somebody who was never paid before.
        var paid = await scene.EndOfAsync(await scene.StartInstance("one").SubmitAsync(scene.Command()));

        Assert.Equal(TransferStatus.Finalized, paid.Status);
        Assert.Equal(isOn, scene.RiskTelemetry.Signals.Any(told => told.Signal == AnomalySignals.FirstPaymentToRecipient));
    }
}
