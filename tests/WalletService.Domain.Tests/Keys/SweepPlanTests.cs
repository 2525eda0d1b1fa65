using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Keys;

/// <summary>What is done next with a retired address.</summary>
public sealed class SweepPlanTests
{
    private static readonly Lamports Allowance = new(100_000);
    private static readonly Lamports Minimum = new(890_880);
    private static readonly Lamports Rent = new(2_039_280);
    private static readonly SolanaAddress Dollar = ScriptedChain.NewAddress();
    private static readonly SolanaAddress Euro = ScriptedChain.NewAddress();

    [Fact]
    public void Nothing_is_done_with_an_empty_address()
    {
        var plan = SweepPlan.Of(Lamports.Zero, [], Allowance);

        Assert.Empty(plan.Tokens);
        Assert.False(plan.Sol);
        Assert.Null(plan.Loan);
        Assert.Empty(plan.Left);
    }

    [Fact]
    public void Tokens_go_before_the_SOL_that_pays_for_them()
    {
        var plan = SweepPlan.Of(new Lamports(1_000_000_000), [Token(Dollar), Token(Euro, isThere: true)], Allowance);

        Assert.Equal([Dollar, Euro], plan.Tokens);
        Assert.False(plan.Sol);
        Assert.Null(plan.Loan);
    }

    [Fact]
    public void All_SOL_goes_when_no_token_is_left()
    {
        Assert.True(SweepPlan.Of(Minimum, [], Allowance).Sol);
        Assert.False(SweepPlan.Of(Allowance, [], Allowance).Sol);
    }

    [Fact]
    public void Only_as_many_tokens_are_begun_as_the_address_can_pay_for()
    {
        var enoughForOne = Minimum + Rent + Allowance;

        var plan = SweepPlan.Of(enoughForOne, [Token(Dollar), Token(Euro)], Allowance);

        Assert.Equal([Dollar], plan.Tokens);
        Assert.Empty(plan.Left);
        Assert.False(plan.Sol);
    }

    [Fact]
    public void The_fee_of_a_token_whose_account_is_there_is_lent_to_the_lamport()
    {
        var plan = SweepPlan.Of(new Lamports(5), [Token(Dollar, isThere: true)], Allowance);

        Assert.Equal(new Lamports(890_880 + 100_000 - 5), plan.Loan);
        Assert.Empty(plan.Tokens);
        Assert.False(plan.Sol);
    }

    [Fact]
    public void Nothing_is_lent_for_a_token_that_the_wallet_does_not_use_and_the_SOL_goes_without_it()
    {
        var plan = SweepPlan.Of(Minimum, [Token(Dollar)], Allowance);

        Assert.Null(plan.Loan);
        Assert.Equal(Dollar, Assert.Single(plan.Left).Mint);
        Assert.True(plan.Sol);
    }

    [Fact]
    public void A_token_that_cannot_move_holds_up_nothing_else()
    {
        var plan = SweepPlan.Of(new Lamports(1_000_000_000), [Token(Dollar) with { Obstacle = "frozen" }], Allowance);

        Assert.Equal((Dollar, "frozen"), Assert.Single(plan.Left));
        Assert.True(plan.Sol);
    }

    /// <param name="isThere">Whether the current address has an account of the token.</param>
    private static TokenToSweep Token(SolanaAddress mint, bool isThere = false) => new(
        mint,
        new TokenTransferFacts
        {
            Slot = 1,
            Mint = FakeLedger.PlainMint(),
            SourceBalance = Lamports.Zero,
            SourceMinimum = Minimum,
            SourceAccount = Account,
            Recipient = new RecipientAccount(IsOnCurve: true, RecipientKind.Wallet, Lamports.Zero),
            RecipientAccount = isThere ? Account : null,
            AccountAddresses = null,
            AccountRent = Rent,
        },
        Obstacle: null);

    private static TokenAccountFacts Account { get; } = new()
    {
        Owner = ScriptedChain.NewAddress(),
        Amount = 7,
        IsFrozen = false,
        RequiresMemo = false,
    };
}
