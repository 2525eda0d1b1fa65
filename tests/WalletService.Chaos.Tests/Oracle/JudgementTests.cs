using System.Text.Json.Nodes;
using WalletService.Chaos.Callers;
using WalletService.Chaos.Oracle;
using WalletService.Contracts;

namespace WalletService.Chaos.Tests.Oracle;

/// <summary>The oracle finds nothing where nothing is wrong, and each thing that can be wrong.</summary>
public sealed class JudgementTests
{
    private readonly HistoryBuilder history = new();

    [Fact]
    public void Finds_nothing_in_a_right_history()
    {
        history.Paid();
        history.Paid();
        history.Paid("address-2", lamports: null);
        history.Ended("rejected", "INSUFFICIENT_FUNDS");
        history.Ended("expired", "TRANSACTION_EXPIRED", "never-landed");
        history.Failed();
        HistoryBuilder.Tell(history.Asked("address-1", 1), HistoryBuilder.Refusal("INVALID_RECIPIENT", []));

        history.PaidInTokens();
        history.PaidInTokens("address-2", amount: null, sent: 9_000_000);
        history.PaidInTokens("address-2", amount: 990_000, isReceived: true);
        history.TellDeposits(history.Given(1_000));

        Assert.Empty(Judgement.Of(history.History));
    }

    [Fact]
    public void Finds_a_double_payment_that_nobody_was_told_of()
    {
        history.Paid();
        history.Land("again", "shop", 1_000_000);

        Expect("one effect per intent", "nobody was ever told of it");
    }

    [Fact]
    public void Finds_a_double_payment_by_an_attempt_that_was_taken_for_dead()
    {
        var notes = history.Paid();
        history.Land("first-attempt", "shop", 1_000_000);
        history.Announce(notes, "submitted", "first-attempt");

        Expect("one effect per intent", "it was once named for request-1");
    }

    [Fact]
    public void Finds_a_payment_that_ended_as_expired()
    {
        history.Ended("expired", "TRANSACTION_EXPIRED", "landed");
        history.Land("landed", "shop", 1_000_000);

        Expect("one effect per intent", "ended as Expired, yet");
    }

    [Fact]
    public void Finds_a_lost_payment()
    {
        var notes = history.Paid();
        history.Chain.RemoveAll(transaction => transaction.Signature == notes.Replies[0].Signature);

        Expect("one effect per intent", "which is in no block");
        Expect("replies agree with the chain", "in no finalized block");
    }

    [Fact]
    public void Finds_two_intents_that_share_one_payment()
    {
        var first = history.Paid();
        var second = history.Asked("shop", 1_000_000);
        HistoryBuilder.Tell(second, first.Replies[1].Body.Replace("request-1", "request-2", StringComparison.Ordinal));

        Expect("one effect per intent", "claimed by 2 intents");
    }

    [Theory]
    [InlineData("shop", 999_999UL, "pays 999999 lamports")]
    [InlineData("elsewhere", 1_000_000UL, "to elsewhere")]
    public void Finds_a_payment_that_is_not_what_was_asked(string recipient, ulong lamports, string expected)
    {
        var notes = history.Asked("shop", 1_000_000);
        var transaction = history.Land("other", recipient, lamports);
        HistoryBuilder.Tell(notes, HistoryBuilder.PaidReply(notes, transaction, "finalized"));

        Expect("one effect per intent", expected);
    }

    [Theory]
    [InlineData("\"lamports\":\"1000000\"", "\"lamports\":\"1000001\"", "1000000 lamports moved")]
    [InlineData("\"feeLamports\":\"5000\"", "\"feeLamports\":\"5001\"", "the fee was 5000")]
    [InlineData("\"slot\":1004", "\"slot\":1005", "it is of slot 1004")]
    [InlineData("\"recipientBefore\":\"0\"", "\"recipientBefore\":\"1\"", "the balances were")]
    public void Finds_a_wrong_reply(string right, string wrong, string expected)
    {
        var notes = history.Paid();
        var reply = notes.Replies[0].Body;
        Assert.Contains(right, reply, StringComparison.Ordinal);
        HistoryBuilder.Tell(notes, reply.Replace(right, wrong, StringComparison.Ordinal));

        Expect("replies agree with the chain", expected);
    }

    [Fact]
    public void Finds_a_reply_that_changed_its_mind()
    {
        var notes = history.Paid();
        var details = new JsonObject { ["transactionId"] = notes.TransactionId, ["status"] = "expired" };
        HistoryBuilder.Tell(notes, HistoryBuilder.Refusal("TRANSACTION_EXPIRED", details));

        Expect("replies agree with the chain", "several ends");
    }

    [Theory]
    [InlineData("finalized", false)]
    [InlineData("expired", true)]
    public void Holds_what_a_refused_cancellation_says_against_the_end(string status, bool isWrong)
    {
        var refusal = HistoryBuilder.Refusal("TRANSACTION_NOT_CANCELLABLE", new JsonObject { ["status"] = status });
        HistoryBuilder.Tell(history.Paid(), refusal, route: Routes.CancelTransaction);

        Assert.Equal(isWrong, Judgement.Of(history.History).Any());
    }

    [Fact]
    public void Finds_an_intent_without_an_end()
    {
        history.Asked("shop", 1_000_000);

        Expect("every intent ends", "its last reply: none");
    }

    [Fact]
    public void Finds_an_intent_that_became_two_transfers()
    {
        var notes = history.Paid();
        HistoryBuilder.Tell(notes, notes.Replies[0].Body.Replace("transfer of request-1", "another transfer", StringComparison.Ordinal));

        Expect("replies agree with the chain", "became several transfers");
    }

    [Fact]
    public void Finds_other_content_taken_under_a_used_key()
    {
        var notes = history.Paid();
        HistoryBuilder.Tell(notes, notes.Replies[0].Body, answersConflict: true);

        Expect("replies agree with the chain", "other content under its key was taken");
    }

    [Fact]
    public void Finds_the_same_content_refused_as_other_content()
    {
        HistoryBuilder.Tell(history.Paid(), HistoryBuilder.Refusal("IDEMPOTENCY_CONFLICT", []));

        Expect("replies agree with the chain", "the same content was called other content");
    }

    [Fact]
    public void Finds_lamports_that_came_from_nowhere()
    {
        history.Paid();
        history.Chain.Add(history.Chain[^1] with { Signature = "conjured", FeePayer = "stranger", Slot = 2_000 });

        Expect("lamports are conserved", "held 998995000 lamports, and 1000000000 before");
    }

    [Fact]
    public void Finds_a_wallet_that_holds_less_than_its_callers_can_account_for()
    {
        history.Paid();
        history.Wallets[0] = history.Wallets[0] with { Deposited = HistoryBuilder.Deposit + 1 };

        Expect("lamports are conserved", "by the callers' notes");
    }

    [Fact]
    public void Finds_a_leaked_reservation()
    {
        history.Paid();
        history.Reserved["wallet-1"] = 1_005_000;

        Expect("reservations are released", "still has 1005000 lamports reserved");
    }

    [Fact]
    public void Takes_repeated_events_for_one()
    {
        history.Paid();
        history.Events.AddRange([.. history.Events]);

        Assert.Empty(Judgement.Of(history.History));
    }

    [Fact]
    public void Finds_a_missing_event()
    {
        history.Paid();
        history.Events.RemoveAt(1);

        Expect("events agree with states", "event 3 came where 2 was due");
    }

    [Fact]
    public void Finds_events_out_of_order()
    {
        history.Paid();
        (history.Events[1], history.Events[2]) = (history.Events[2], history.Events[1]);

        Expect("events agree with states", "event 3 came where 2 was due");
    }

    [Fact]
    public void Finds_a_repeated_event_with_other_content()
    {
        history.Paid();
        history.Events.Add(history.Events[0] with { Body = "something else" });

        Expect("events agree with states", "came with different content");
    }

    [Fact]
    public void Finds_events_that_tell_another_end()
    {
        history.Paid();
        history.Events[^1] = history.Events[^1] with { Type = "expired" };

        Expect("events agree with states", "its events tell expired");
    }

    [Fact]
    public void Finds_an_event_that_names_another_signature()
    {
        history.Paid();
        history.Events[^1] = history.Events[^1] with { Signature = "another" };

        Expect("events agree with states", "its event names another");
    }

    [Fact]
    public void Finds_events_of_a_transfer_that_nobody_asked_for()
    {
        IntentNotes stray = history.Paid();
        history.Intents.Remove(stray);

        Expect("events agree with states", "which no caller knows");
    }

    [Fact]
    public void Finds_an_instance_that_did_not_recover()
    {
        history.Unready.Add("service-2");

        Expect("instances recover", "service-2 did not take work again");
    }

    private void Expect(string rule, string text) => Assert.Contains(
        Judgement.Of(history.History),
        violation => violation.Rule == rule && violation.Text.Contains(text, StringComparison.Ordinal));
}
