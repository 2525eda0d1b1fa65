using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Keys;

/// <summary>A retired address is emptied: its tokens, the rent of its token accounts, its SOL.</summary>
public sealed class AddressSweeperTests
{
    private const ulong Held = 30;

    [Fact]
    public async Task Tokens_are_moved_then_their_account_is_closed_and_the_SOL_goes_last()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, Held);

        await scene.SweepUntilAsync(scene.Transfers.StartInstance("only"), () => scene.Ledger.BalanceOf(scene.Old) == 0);

        Assert.Null(scene.Ledger.TokensOf(scene.Old, scene.Mint));
        Assert.Equal(Held, scene.Ledger.TokensOf(scene.New, scene.Mint));

        // All SOL, and the rent that was in the account (this chain counts that of a new account among its owner's lamports).
        Assert.Equal(3, scene.Ledger.Executions);
        Assert.Equal(TransferScene.Funds + FakeLedger.AccountRent - (3 * FakeLedger.Fee), scene.Ledger.BalanceOf(scene.New));
    }

    [Fact]
    public async Task The_fee_for_closing_is_lent_where_no_SOL_is_left()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.Drain(scene.Old, 0);
        scene.Ledger.Fund(scene.New, TransferScene.Funds);
        scene.Ledger.FundTokens(scene.Old, scene.Mint, 0);

        await scene.SweepUntilAsync(
            scene.Transfers.StartInstance("only"),
            () => scene.Ledger.TokensOf(scene.Old, scene.Mint) is null && scene.Ledger.BalanceOf(scene.Old) == 0);

        Assert.Equal(3, scene.Ledger.Executions);
        Assert.Equal(TransferScene.Funds + FakeLedger.AccountRent - (3 * FakeLedger.Fee), scene.Ledger.BalanceOf(scene.New));
    }

    [Fact]
    public async Task A_loan_that_the_current_address_cannot_give_is_not_tried_over_and_over()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.Drain(scene.Old, 0);
        scene.Ledger.FundTokens(scene.Old, scene.Mint, 0);
        var instance = scene.Transfers.StartInstance("only");
        var sweeper = scene.SweeperOf(instance);
        await sweeper.StepAsync(CancellationToken.None);
        await scene.Transfers.EndOfAsync(Assert.Single(await scene.TransfersAsync()));

        await sweeper.StepAsync(CancellationToken.None);

        Assert.Equal(TransferStatus.Rejected, Assert.Single(await scene.TransfersAsync()).Status);

        // Looked at, and not due again for a while.
        Assert.Equal(0, await sweeper.StepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task SOL_that_could_not_be_moved_is_not_tried_over_and_over()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Transfers.Keys.Failure = new KeyUnusableException(KeyUnusableException.WrongKey, "altered");
        var instance = scene.Transfers.StartInstance("only");
        var sweeper = scene.SweeperOf(instance);
        await sweeper.StepAsync(CancellationToken.None);
        await scene.Transfers.EndOfAsync(Assert.Single(await scene.TransfersAsync()));

        await sweeper.StepAsync(CancellationToken.None);

        Assert.Equal(TransferStatus.Rejected, Assert.Single(await scene.TransfersAsync()).Status);
        Assert.Equal(0, await sweeper.StepAsync(CancellationToken.None));
    }

    [Fact]
    public async Task What_is_frozen_stays_and_the_SOL_goes_without_it()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, Held);
        scene.Ledger.Frozen[scene.Old.Value] = true;

        await scene.SweepUntilAsync(scene.Transfers.StartInstance("only"), () => scene.Ledger.BalanceOf(scene.Old) == 0);

        Assert.Equal(Held, scene.Ledger.TokensOf(scene.Old, scene.Mint));
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Theory]
    [MemberData(nameof(TransferCrashTests.Steps), MemberType = typeof(TransferCrashTests))]
    public async Task An_account_is_closed_once_whatever_dies_when(string step)
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, 0);
        scene.Ledger.FinalizesAtOnce = false;
        scene.Ledger.OnSend = attempt =>
        {
            scene.Ledger.Execute(attempt);
            return null;
        };
        var crash = new CrashPoint(step);

        // One round: the closing is the only transfer that there is.
        await scene.SweeperOf(scene.Transfers.StartInstance("first", crash)).StepAsync(CancellationToken.None);
        await AdvanceUntilAsync(scene, () => Task.FromResult(crash.HasHappened));
        scene.Transfers.StartInstance("second");
        await AdvanceUntilAsync(scene, async () => (await scene.FirstSweepAsync()).Status == TransferStatus.Finalized);

        Assert.Equal(1, scene.Ledger.Executions);
        Assert.Equal(FakeLedger.AccountRent, scene.Ledger.BalanceOf(scene.New));
        Assert.Equal(TransferScene.Funds - FakeLedger.Fee, scene.Ledger.BalanceOf(scene.Old));
        Assert.Single(scene.Ledger.Sends.Select(send => send.Signature).Distinct());
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Rent_goes_to_no_stranger_and_nobody_closes_an_account_but_a_sweep(bool isSweep, bool isStranger)
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, 0);
        var closing = new TransferContent.AccountClosing(isStranger ? ScriptedChain.NewAddress() : scene.New, scene.Mint, scene.OldAccount);

        var admitted = await scene.AdmitAsync(
            scene.Transfers.StartInstance("only"), scene.Sweep(closing, isSweep) with { KeyNumber = isSweep ? 1 : 2 });
        var end = await scene.Transfers.EndOfAsync(admitted);

        Assert.Equal(TransferStatus.Rejected, end.Status);
        Assert.Contains("another address of the same wallet only", end.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(0, scene.Transfers.Keys.SignCalls);
    }

    [Fact]
    public async Task A_payment_out_of_another_token_account_is_a_sweep_or_nothing()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, Held);
        var payment = new TransferContent.TokenPayment(scene.New, scene.Mint, Requested: null, TokenAmountMeaning.Sent, Memo: null)
        {
            SourceAccount = scene.OldAccount,
        };

        var admitted = await scene.AdmitAsync(
            scene.Transfers.StartInstance("only"), scene.Sweep(payment, isSweep: false) with { KeyNumber = 2 });

        Assert.Equal(TransferStatus.Rejected, (await scene.Transfers.EndOfAsync(admitted)).Status);
        Assert.Equal(0, scene.Transfers.Keys.SignCalls);
    }

    [Fact]
    public async Task An_account_into_which_tokens_have_come_meanwhile_is_not_closed()
    {
        await using var scene = await SweepScene.CreateAsync();
        scene.Ledger.FundTokens(scene.Old, scene.Mint, 1);

        var admitted = await scene.AdmitAsync(
            scene.Transfers.StartInstance("only"),
            scene.Sweep(new TransferContent.AccountClosing(scene.New, scene.Mint, scene.OldAccount)));
        var end = await scene.Transfers.EndOfAsync(admitted);

        Assert.Equal((TransferStatus.Rejected, "TOKEN_RESTRICTED"), (end.Status, end.Error!.Code));
        Assert.Equal(0, scene.Transfers.Keys.SignCalls);
    }

    private static Task AdvanceUntilAsync(SweepScene scene, Func<Task<bool>> condition) => Eventually.BecomesTrueAsync(async () =>
    {
        scene.Ledger.Advance(1);
        return await condition();
    });
}
