using WalletService.Chaos.Callers;
using WalletService.Chaos.Oracle;

namespace WalletService.Chaos.Tests.Oracle;

/// <summary>The oracle finds each thing that can be wrong with what is told of deposits.</summary>
public sealed class DepositJudgementTests
{
    private const string Rule = "deposits are told once";

    private readonly HistoryBuilder history = new();

    [Fact]
    public void Finds_a_deposit_from_outside_that_nothing_tells_of()
    {
        history.Given(1_000);

        Expect(Rule, "Nothing tells of the deposit of 1000");
    }

    [Fact]
    public void Finds_a_payment_between_wallets_that_is_not_told_to_the_one_who_is_paid()
    {
        history.Paid("address-2");
        history.Events.RemoveAll(note => note.Type == "deposit.received");

        Expect(Rule, "Nothing tells of the deposit of 1000000");
    }

    [Fact]
    public void Finds_a_deposit_of_tokens_that_nothing_tells_of()
    {
        history.PaidInTokens("address-2");
        history.Events.RemoveAll(note => note.Mint is not null);

        Expect(Rule, "Nothing tells of the deposit of 990000");
    }

    [Fact]
    public void Finds_a_deposit_that_is_told_twice()
    {
        history.TellDeposits(history.Given(1_000));
        history.TellAgain(history.Events[^1]);

        Expect(Rule, "was told 2 times");
    }

    [Fact]
    public void Takes_the_same_event_twice_for_one()
    {
        history.TellDeposits(history.Given(1_000));
        history.Events.Add(history.Events[^1]);

        Assert.Empty(Judgement.Of(history.History));
    }

    [Fact]
    public void Finds_a_wrong_amount()
    {
        history.TellDeposits(history.Given(1_000));
        history.Events[^1] = history.Events[^1] with { Amount = "1001" };

        Expect(Rule, "1000 came into wallet wallet-2");
    }

    [Fact]
    public void Finds_a_deposit_that_is_told_to_another_wallet()
    {
        history.TellDeposits(history.Given(1_000));
        history.Events[^1] = history.Events[^1] with { WalletId = "wallet-1" };

        Expect(Rule, "1000 came into wallet wallet-2");
    }

    [Fact]
    public void Finds_an_invented_deposit()
    {
        history.TellDeposits(history.Given(1_000));
        history.Events[^1] = history.Events[^1] with { Signature = "invented" };

        Expect(Rule, "No finalized block has the deposit that was told");
    }

    [Theory]
    [InlineData("deposit.received", false)]
    [InlineData("deposit.dropped", false)]
    [InlineData(null, true)]
    public void Finds_an_early_notice_that_is_left_open(string? end, bool isWrong)
    {
        history.TellDeposits(history.Given(1_000));
        var received = history.Events[^1];
        var detected = received with { Type = "deposit.detected", DepositId = "another deposit" };
        history.Events.Add(detected with { EventId = "detected", Sequence = 2 });
        if (end is not null)
        {
            history.Events.Add(detected with { EventId = "end", Sequence = 3, Type = end, Signature = received.Signature });
        }

        var violations = Judgement.Of(history.History).Where(violation => violation.Text.Contains("early notice", StringComparison.Ordinal));

        Assert.Equal(isWrong, violations.Any());
    }

    [Fact]
    public void Asks_for_no_deposit_that_is_as_old_as_the_books() =>
        Assert.Empty(Judgement.Of(history.History));

    [Fact]
    public void Finds_lamports_that_no_payer_outside_has_sent()
    {
        history.TellDeposits(history.Given(1_000));
        history.Gifts.Clear();

        Expect("lamports are conserved", "address-2 holds 1000001000 lamports; by the callers' notes 1000000000");
    }

    [Theory]
    [InlineData("portfolio-events", "balance.unexplained")]
    [InlineData("portfolio-events", "reconciliation.difference")]
    [InlineData("error-events", "security.violation")]
    [InlineData("wallet-events", "unheard.of")]
    public void Finds_an_event_that_nothing_explains(string topic, string type)
    {
        history.Events.Add(new EventNote
        {
            EventId = "odd",
            Topic = topic,
            Type = type,
            WalletId = null,
            Sequence = 0,
            Body = "odd",
        });

        Expect("events agree with states", $"Nothing explains the event {topic}.{type}");
    }

    private void Expect(string rule, string text) => Assert.Contains(
        Judgement.Of(history.History),
        violation => violation.Rule == rule && violation.Text.Contains(text, StringComparison.Ordinal));
}
