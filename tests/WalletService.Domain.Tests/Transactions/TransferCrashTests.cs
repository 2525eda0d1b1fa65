using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Transactions;

/// <summary>An instance dies at every step of a transfer; another one takes over. There is one effect and one record.</summary>
public sealed class TransferCrashTests
{
    public static TheoryData<string> Steps()
    {
        var steps = new TheoryData<string>();
        foreach (var step in (string[])
                 [
                     "commit of the decision", "commit of the signing", "signature", "commit of Signed", "send", "commit of Submitted",
                     "status", "commit of Confirmed", "details", "commit of Finalized",
                 ])
        {
            steps.Add($"before {step}");
            steps.Add($"after {step}");
        }

        return steps;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_transfer_takes_effect_once_whatever_dies_when(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.FinalizesAtOnce = false;
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Execute(attempt);
            return null;
        };
        var crash = new CrashPoint(step);
        var transfer = await scene.StartInstance("first", crash).SubmitAsync(scene.Command());

        await AdvanceUntilAsync(scene, () => Task.FromResult(crash.HasHappened));
        scene.StartInstance("second");
        await AdvanceUntilAsync(scene, async () => (await scene.ReadAsync(transfer)).Status.IsEnd());

        var end = await scene.ReadAsync(transfer);
        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(TransferScene.Funds - 1_000_000_000 - FakeLedger.Fee, scene.Ledger.BalanceOf(scene.Wallet.Address));
        Assert.Equal(1_000_000_000UL, scene.Ledger.BalanceOf(scene.Recipient));
        Assert.Single(scene.Ledger.Sends.Select(send => send.Signature).Distinct());
        Assert.Equal(end.Attempt!.Signature, scene.Ledger.Sends.First().Signature);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_payment_in_a_token_takes_effect_once_whatever_dies_when(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint();
        scene.Ledger.FundTokens(scene.Wallet.Address, scene.Mint, 30_000_000);
        scene.Ledger.FinalizesAtOnce = false;
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Execute(attempt);
            return null;
        };
        var crash = new CrashPoint(step);
        var transfer = await scene.StartInstance("first", crash).SubmitAsync(scene.TokenCommand("12.5"));

        await AdvanceUntilAsync(scene, () => Task.FromResult(crash.HasHappened));
        scene.StartInstance("second");
        await AdvanceUntilAsync(scene, async () => (await scene.ReadAsync(transfer)).Status.IsEnd());

        Assert.Equal(TransferStatus.Finalized, (await scene.ReadAsync(transfer)).Status);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(17_500_000UL, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));
        Assert.Equal(12_500_000UL, scene.Ledger.TokensOf(scene.Recipient, scene.Mint));
        Assert.Empty(await scene.Port<IReservations>().GetReservedTokensAsync(scene.Wallet.Id, CancellationToken.None));
    }

    [Theory]
    [InlineData("before commit of the intent")]
    [InlineData("after commit of the intent")]
    public async Task A_request_that_is_delivered_again_is_the_same_transfer(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        var command = scene.Command();
        var first = scene.StartInstance("first", new CrashPoint(step));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first.Service.SubmitAsync(command, CancellationToken.None));

        var second = scene.StartInstance("second");
        var transfer = await second.SubmitAsync(command);
        var end = await scene.EndOfAsync(transfer);

        Assert.Equal(TransferStatus.Finalized, end.Status);
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(transfer.Id, (await second.SubmitAsync(command)).Id);
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task An_instance_that_was_only_slow_can_write_and_send_nothing_any_more()
    {
        await using var scene = await TransferScene.CreateAsync();
        var slow = new TaskCompletionSource();
        var calls = 0;
        scene.Keys.BeforeSigning = () => Interlocked.Increment(ref calls) == 1 ? slow.Task : Task.CompletedTask;

        // The first instance hangs in the vault and, like a paused process, does not renew its lease.
        var transfer = await scene.StartInstance("paused", new CrashPoint("before renewal")).SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(() => calls == 1);
        scene.StartInstance("second");
        var end = await scene.EndOfAsync(transfer);
        slow.SetResult();

        Assert.Equal(TransferStatus.Finalized, end.Status);
        await Eventually.BecomesTrueAsync(() => scene.Keys.SignCalls == 2);
        Assert.Equal(end, await scene.ReadAsync(transfer));
        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Single(scene.Ledger.Sends.Select(send => send.Signature).Distinct());
    }

    private static Task AdvanceUntilAsync(TransferScene scene, Func<Task<bool>> condition) => Eventually.BecomesTrueAsync(async () =>
    {
        scene.Ledger.Advance(1);
        return await condition();
    });
}
