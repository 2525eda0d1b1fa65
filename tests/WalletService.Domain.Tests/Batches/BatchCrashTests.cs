using WalletService.Domain.Tests.Transactions;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Batches;

/// <summary>An instance dies at every step of a batch; another one takes over. Each row has one effect.</summary>
public sealed class BatchCrashTests
{
    public static TheoryData<string> Steps()
    {
        var steps = new TheoryData<string>();
        foreach (var step in (string[])
                 [
                     "claim of batches", "commit of the plan", "commit of the intent", "commit of batch Running", "release of a batch",
                     "commit of batch Ended", "commit of the decision", "signature", "commit of Signed", "send", "commit of Finalized",
                 ])
        {
            steps.Add($"before {step}");
            steps.Add($"after {step}");
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task Each_row_is_paid_once_whatever_dies_when(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        var crash = new CrashPoint(step);
        var recipients = BatchScene.NewRecipients(13);
        var first = scene.StartInstance("first", crash);
        var batch = await first.SubmitAsync(scene.BatchCommand(recipients.Select(to => (to, "0.01"))));

        await Eventually.BecomesTrueAsync(() => Task.FromResult(crash.HasHappened));
        scene.StartInstance("second");

        var end = await scene.EndOfAsync(batch);
        Assert.Equal((13, 0), (end.Progress.PaidRows, end.Progress.UnpaidRows));
        Assert.All(recipients, to => Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to)));
        Assert.Equal(3, scene.Ledger.Executions);
        Assert.Equal(TransferScene.Funds - 130_000_000 - (3 * FakeLedger.Fee), scene.Ledger.BalanceOf(scene.Wallet.Address));
    }

    /// <summary>Half of the parts are transfers when the instance dies: each commit of a part is a step of its own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Each_row_is_paid_once_when_some_parts_were_added(int commits)
    {
        await using var scene = await TransferScene.CreateAsync();
        var crash = new CrashPoint("after commit of the intent", passes: commits);
        var recipients = BatchScene.NewRecipients(20);
        var batch = await scene.StartInstance("first", crash).SubmitAsync(scene.BatchCommand(recipients.Select(to => (to, "0.01"))));

        await Eventually.BecomesTrueAsync(() => Task.FromResult(crash.HasHappened));
        scene.StartInstance("second");

        Assert.Equal(20, (await scene.EndOfAsync(batch)).Progress.PaidRows);
        Assert.All(recipients, to => Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to)));
        Assert.Equal(4, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Two_instances_at_once_carry_out_one_plan()
    {
        await using var scene = await TransferScene.CreateAsync();
        var recipients = BatchScene.NewRecipients(30);
        var first = scene.StartInstance("first");
        var second = scene.StartInstance("second");
        var batch = await first.SubmitAsync(scene.BatchCommand(recipients.Select(to => (to, "0.01"))));
        second.Batches.Wake();

        Assert.Equal(30, (await scene.EndOfAsync(batch)).Progress.PaidRows);
        Assert.Equal(6, scene.Ledger.Executions);
        Assert.All(recipients, to => Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to)));
    }
}
