using WalletService.Chaos.Oracle;
using WalletService.Contracts;

namespace WalletService.Chaos.Tests.Oracle;

/// <summary>The oracle finds each thing that can be wrong with payments in tokens.</summary>
public sealed class TokenJudgementTests
{
    private readonly HistoryBuilder history = new();

    [Fact]
    public void Finds_a_double_payment()
    {
        history.PaidInTokens();
        history.LandTokens("again", "shop", 1_000_000);

        Expect("one effect per intent", "nobody was ever told of it");
        Expect("tokens are conserved", "by the callers' notes");
    }

    [Fact]
    public void Finds_a_payment_of_another_amount()
    {
        history.PaidInTokens(amount: 1_000_000, sent: 999_999);

        Expect("one effect per intent", "lets 999999 base units leave, asked were 1000000");
    }

    [Fact]
    public void Finds_an_amount_that_was_to_arrive_and_was_only_sent()
    {
        history.PaidInTokens(amount: 1_000_000, isReceived: true);

        Expect("one effect per intent", "lets 990000 base units arrive, asked were 1000000");
    }

    [Fact]
    public void Finds_a_payment_to_somebody_else()
    {
        var notes = history.PaidInTokens();
        Spoil(notes.Replies[0].Signature!, transaction => transaction with
        {
            TokenBalances = [transaction.TokenBalances[0], transaction.TokenBalances[1] with { Owner = "thief" }],
        });

        Expect("one effect per intent", "moves tokens of others");
        Expect("tokens are conserved", "thief holds 990000");
    }

    [Fact]
    public void Finds_a_fee_that_the_mint_does_not_take()
    {
        var notes = history.PaidInTokens();
        Spoil(notes.Replies[0].Signature!, transaction => transaction with
        {
            TokenBalances = [transaction.TokenBalances[0], transaction.TokenBalances[1] with { After = 980_000 }],
        });

        Expect("one effect per intent", "takes 1000000 base units from address-1 and brings 980000");
    }

    [Fact]
    public void Finds_a_payment_that_moves_SOL_as_well()
    {
        var notes = history.PaidInTokens();
        Spoil(notes.Replies[0].Signature!, transaction => transaction with { Transfers = [new ChainTransfer("address-1", "shop", 1)] });

        Expect("one effect per intent", "is no transfer of the token coin alone");
    }

    [Fact]
    public void Finds_lost_tokens()
    {
        var notes = history.PaidInTokens("address-2");
        Spoil(notes.Replies[0].Signature!, transaction => transaction with
        {
            TokenBalances = [transaction.TokenBalances[0] with { After = 0 }, transaction.TokenBalances[1]],
        });

        Expect("tokens are conserved", "address-1 holds 0 base units of coin; by the callers' notes 49000000");
        Expect("tokens are conserved", "the service says 49000000");
    }

    [Fact]
    public void Finds_tokens_that_vanish_between_two_transactions()
    {
        history.PaidInTokens();
        var notes = history.PaidInTokens();
        Spoil(notes.Replies[0].Signature!, transaction => transaction with
        {
            TokenBalances = [transaction.TokenBalances[0] with { Before = 5 }, transaction.TokenBalances[1]],
        });

        Expect("tokens are conserved", "held 49000000 base units, and 5 before");
    }

    [Fact]
    public void Finds_tokens_that_stay_reserved()
    {
        history.PaidInTokens();
        history.ReservedTokens["wallet-1"] = 1_000_000;

        Expect("reservations are released", "still has 1000000 base units of coin reserved");
    }

    [Theory]
    [InlineData("\"sent\":\"1000000\"", "\"sent\":\"1000001\"", "1000000 base units were sent")]
    [InlineData("\"received\":\"990000\"", "\"received\":\"1000000\"", "990000 received")]
    [InlineData("\"sourceAfter\":\"49000000\"", "\"sourceAfter\":\"1\"", "the token balances were")]
    [InlineData("\"mint\":\"coin\"", "\"mint\":\"another\"", "the token was coin")]
    public void Finds_a_wrong_reply(string right, string wrong, string expected)
    {
        var notes = history.PaidInTokens();
        var reply = notes.Replies[0].Body;
        Assert.Contains(right, reply, StringComparison.Ordinal);
        HistoryBuilder.Tell(notes, reply.Replace(right, wrong, StringComparison.Ordinal), route: Routes.TransferToken);

        Expect("replies agree with the chain", expected);
    }

    private void Spoil(string signature, Func<ChainTransaction, ChainTransaction> change)
    {
        var index = history.Chain.FindIndex(transaction => transaction.Signature == signature);
        history.Chain[index] = change(history.Chain[index]);
    }

    private void Expect(string rule, string text) => Assert.Contains(
        Judgement.Of(history.History),
        violation => violation.Rule == rule && violation.Text.Contains(text, StringComparison.Ordinal));
}
