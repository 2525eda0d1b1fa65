using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Freezes;

/// <summary>What becomes of payments on their way when something that they concern is frozen.</summary>
public sealed class FreezeDuringTransferTests
{
    [Fact]
    public async Task A_signature_that_comes_back_after_the_freeze_is_never_sent()
    {
        await using var scene = await TransferScene.CreateAsync();
        var vault = new TaskCompletionSource();
        scene.Keys.BeforeSigning = () => vault.Task;
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => scene.Keys.SignCalls == 1);

        await FreezeAsync(scene, FreezeTarget.Of(scene.User));
        vault.SetResult();
        var end = await scene.EndOfAsync(transfer);

        await AssertRefusedAsync(scene, end, "user");
    }

    [Fact]
    public async Task A_payment_that_was_accepted_before_the_freeze_is_refused_at_the_gate()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Ready && scene.Keys.SignCalls > 0);

        await FreezeAsync(scene, FreezeTarget.Everything);
        scene.Keys.Failure = null;
        var end = await scene.EndOfAsync(transfer);

        await AssertRefusedAsync(scene, end, "everything");
    }

    [Fact]
    public async Task What_was_sent_before_the_freeze_ends_as_the_chain_says()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

        await FreezeAsync(scene, FreezeTarget.Everything);
        scene.Ledger.OnSend = null;
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task No_other_transaction_is_signed_once_the_first_is_proven_dead()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = 5;
        scene.Ledger.OnSend = _ => new SendOutcome.Accepted();
        var transfer = await scene.StartInstance("only").SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Submitted);

        await FreezeAsync(scene, FreezeTarget.Of(scene.Wallet.Id));
        scene.Ledger.Advance(200);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Expired, end.Status);
        Assert.Equal("WALLET_FROZEN", end.Error!.Code);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(0, scene.Ledger.Executions);
    }

    [Theory]
    [InlineData("before commit of the signing")]
    [InlineData("after commit of the signing")]
    [InlineData("before signature")]
    [InlineData("after signature")]
    [InlineData("before commit of Signed")]
    public async Task An_instance_that_dies_before_its_signature_is_committed_leaves_nothing_that_outlives_a_freeze(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        var crash = new CrashPoint(step);
        var transfer = await scene.StartInstance("first", crash).SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => crash.HasHappened);

        await FreezeAsync(scene, FreezeTarget.Everything);
        scene.StartInstance("second");
        var end = await scene.EndOfAsync(transfer);

        await AssertRefusedAsync(scene, end, "everything");
    }

    [Theory]
    [InlineData("after commit of Signed")]
    [InlineData("before send")]
    [InlineData("after send")]
    public async Task What_an_instance_has_signed_and_committed_before_it_died_is_finished(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        var crash = new CrashPoint(step);
        var transfer = await scene.StartInstance("first", crash).SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => crash.HasHappened);

        await FreezeAsync(scene, FreezeTarget.Everything);
        scene.StartInstance("second");
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task A_payment_that_comes_after_the_freeze_is_refused_at_once()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("only");
        await FreezeAsync(scene, FreezeTarget.Of(scene.User));

        var result = await instance.Service.SubmitAsync(scene.Command(), default);

        Assert.False(result.TryGetValue(out _, out var error));
        Assert.Equal("WALLET_FROZEN", error.Code);
        Assert.Equal(0, scene.Keys.SignCalls);
    }

    private static Task<Freeze> FreezeAsync(TransferScene scene, FreezeTarget target) => scene.Port<IFreezeStore>().FreezeAsync(
        new Freeze(target, "Suspected theft", "operations", TimeProvider.System.GetUtcNow()), default);

    private static async Task AssertRefusedAsync(TransferScene scene, Transfer end, string scope)
    {
        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Equal("WALLET_FROZEN", end.Error!.Code);
        Assert.Equal(scope, end.Error.Details["scope"]);
        Assert.Empty(scene.Ledger.Sends);
        Assert.Equal(0, scene.Ledger.Executions);
        Assert.Equal(Lamports.Zero, await scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, default));
    }
}
