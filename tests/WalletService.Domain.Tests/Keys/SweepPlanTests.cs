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

        Assert.Equal([Dollar, Euro], plan.Tokens.Select(token => token.Mint));
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

        Assert.Equal([Dollar], plan.Tokens.Select(token => token.Mint));
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
        Assert.Equal(Dollar, Assert.Single(plan.Left).Token.Mint);
        Assert.True(plan.Sol);
    }

    [Fact]
    public void A_token_that_cannot_move_holds_up_nothing_else()
    {
        var plan = SweepPlan.Of(new Lamports(1_000_000_000), [Token(Dollar) with { Obstacle = "frozen" }], Allowance);

        var (token, reason) = Assert.Single(plan.Left);
        Assert.Equal((Dollar, "frozen"), (token.Mint, reason));
        Assert.True(plan.Sol);
    }

    [Fact]
    public void Of_one_mint_one_account_is_emptied_at_a_time()
    {
        var first = Token(Dollar, isThere: true);
        var plan = SweepPlan.Of(new Lamports(1_000_000_000), [first, Token(Dollar, isThere: true), Token(Euro, isThere: true)], Allowance);

        Assert.Equal([Dollar, Euro], plan.Tokens.Select(token => token.Mint));
        Assert.Equal(first.Account, plan.Tokens[0].Account);
    }

    [Fact]
    public void Empty_accounts_are_closed_behind_the_tokens_and_before_the_SOL_goes()
    {
        var (empty, another, full) = (Empty(Dollar), Empty(Dollar), Token(Euro));

        var plan = SweepPlan.Of(new Lamports(1_000_000_000), [empty, another, full], Allowance);

        Assert.Equal([full, empty, another], plan.Tokens);
        Assert.False(plan.Sol);
    }

    [Fact]
    public void An_empty_account_needs_no_account_at_the_current_address_so_that_its_fee_is_lent()
    {
        Assert.Equal([Dollar], SweepPlan.Of(Minimum + Allowance, [Empty(Dollar)], Allowance).Tokens.Select(token => token.Mint));
        Assert.Equal(Minimum + Allowance, SweepPlan.Of(Lamports.Zero, [Empty(Dollar)], Allowance).Loan);
    }

    /// <param name="isThere">Whether the current address has an account of the token.</param>
    private static TokenToSweep Token(SolanaAddress mint, bool isThere = false) => new(
        ScriptedChain.NewAddress(),
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

    private static TokenToSweep Empty(SolanaAddress mint)
    {
        var token = Token(mint);
        return token with { Facts = token.Facts with { SourceAccount = Account with { Amount = 0 } } };
    }

    private static TokenAccountFacts Account { get; } = new()
    {
        Owner = ScriptedChain.NewAddress(),
        Amount = 7,
        IsFrozen = false,
        RequiresMemo = false,
    };
}
