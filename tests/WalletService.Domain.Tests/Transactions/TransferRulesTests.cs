using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TransferRulesTests
{
    private const ulong Rent = 650_240;
    private const ulong Fee = 5_000;
    private static readonly FeeQuote Quote = new(new Lamports(Fee), 450, 0);

    [Fact]
    public void Accepts_what_leaves_the_rent_exempt_minimum() =>
        Assert.Equal(new Lamports(1_000_000), Accepted(Decide(1_000_000, balance: 1_000_000 + Fee + Rent)));

    [Fact]
    public void Accepts_what_leaves_nothing() =>
        Assert.Equal(new Lamports(1_000_000), Accepted(Decide(1_000_000, balance: 1_000_000 + Fee)));

    [Theory]
    [InlineData(1UL)]
    [InlineData(Rent - 1)]
    public void Refuses_what_leaves_less_than_the_minimum_and_says_how_much_may_go(ulong left)
    {
        var refusal = Refused(Decide(1_000_000, balance: 1_000_000 + Fee + left));
        Assert.Equal("INSUFFICIENT_FUNDS", refusal.Code);
        Assert.Contains($"leave {left} lamports", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"{Rent}", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_one_lamport_too_many()
    {
        var refusal = Refused(Decide(1_000_001, balance: 1_000_000 + Fee));
        Assert.Equal("INSUFFICIENT_FUNDS", refusal.Code);
        Assert.Equal($"{1_000_000 + Fee}", refusal.Details["availableLamports"]);
        Assert.Equal($"{1_000_001 + Fee}", refusal.Details["requiredLamports"]);
    }

    [Fact]
    public void Refuses_the_largest_amount_there_is_without_overflow() =>
        Assert.Equal("INSUFFICIENT_FUNDS", Refused(Decide(ulong.MaxValue, balance: ulong.MaxValue)).Code);

    [Fact]
    public void Maximum_is_all_but_the_fee() => Assert.Equal(new Lamports(2_000_000 - Fee), Accepted(Decide(null, balance: 2_000_000)));

    [Fact]
    public void Maximum_of_no_more_than_the_fee_is_refused() =>
        Assert.Equal("INSUFFICIENT_FUNDS", Refused(Decide(null, balance: Fee)).Code);

    [Fact]
    public void Reserved_funds_are_not_available() =>
        Assert.Equal("INSUFFICIENT_FUNDS", Refused(Decide(6_000_000, balance: 10_000_000, reserved: 5_000_000)).Code);

    [Fact]
    public void What_may_have_executed_already_is_waited_for_before_a_payment_is_refused() =>
        Assert.IsType<TransferDecision.WaitForOthers>(Decide(4_000_000, balance: 6_000_000, reserved: 4_000_000, inFlight: 4_000_000));

    [Fact]
    public void What_is_too_much_in_any_case_is_refused_at_once() =>
        Assert.Equal("INSUFFICIENT_FUNDS", Refused(Decide(7_000_000, balance: 6_000_000, reserved: 4_000_000, inFlight: 4_000_000)).Code);

    [Fact]
    public void What_can_be_paid_in_any_case_is_accepted_at_once() =>
        Assert.Equal(new Lamports(1_000_000), Accepted(Decide(1_000_000, balance: 6_000_000, reserved: 4_000_000, inFlight: 4_000_000)));

    [Fact]
    public void Maximum_waits_for_what_may_have_executed_already() =>
        Assert.IsType<TransferDecision.WaitForOthers>(Decide(null, balance: 6_000_000, reserved: 2_000_000, inFlight: 2_000_000));

    [Fact]
    public void Maximum_leaves_what_others_have_reserved() => Assert.Equal(
        new Lamports(10_000_000 - 4_000_000 - Fee), Accepted(Decide(null, balance: 10_000_000, reserved: 4_000_000)));

    [Fact]
    public void The_rest_is_judged_as_if_it_went_first_as_well()
    {
        // After all open transfers the wallet is empty, but if this one goes first it leaves 100,000, which the runtime refuses.
        var decision = Decide(10_000_000 - 100_000 - Fee, balance: 10_000_000, reserved: 100_000);
        Assert.Equal("INSUFFICIENT_FUNDS", Refused(decision).Code);
    }

    [Fact]
    public void A_missing_recipient_must_reach_its_minimum()
    {
        var refusal = Refused(Decide(Rent - 1, balance: 10_000_000, recipientBalance: 0));
        Assert.Equal("INVALID_RECIPIENT", refusal.Code);
        Assert.Contains($"at least {Rent} lamports", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new Lamports(Rent), Accepted(Decide(Rent, balance: 10_000_000, recipientBalance: 0)));
    }

    [Fact]
    public void A_balance_older_than_the_last_settled_transfer_is_read_again() => Assert.Equal(
        new TransferDecision.ReadAgain(101),
        TransferRules.Decide(new Lamports(1), Facts(10_000_000, 10_000_000), Quote, new WalletPosition(WalletStatus.Open, default, default, 101)));

    [Fact]
    public void A_reason_older_than_the_last_settled_transfer_is_read_again()
    {
        var error = WalletErrors.InvalidRecipient("as it was then");
        var position = new WalletPosition(WalletStatus.Open, default, default, 101);

        Assert.Equal(new TransferDecision.ReadAgain(101), TransferRules.Refuse(error, slot: 100, position));
        Assert.Equal(new TransferDecision.Refuse(error), TransferRules.Refuse(error, slot: 101, position));
        Assert.Equal("WALLET_FROZEN", Refused(TransferRules.Refuse(error, slot: 100, position with { Status = WalletStatus.Frozen })).Code);
    }

    [Theory]
    [InlineData(WalletStatus.Frozen)]
    [InlineData(WalletStatus.Archived)]
    public void A_wallet_that_may_not_sign_refuses(WalletStatus status) => Assert.Equal(
        "WALLET_FROZEN",
        Refused(TransferRules.Decide(
            new Lamports(1), Facts(10_000_000, 10_000_000), Quote, new WalletPosition(status, default, default, 0))).Code);

    [Fact]
    public void Whatever_is_accepted_keeps_both_sides_whole()
    {
        // Amounts around the rent-exempt minimum, where the rules meet, and now and then anywhere.
        var amounts = Gen.Frequency(
            (4, Gen.Choose(0, 4_000_000).Select(value => (ulong)value)), (1, ArbMap.Default.GeneratorFor<ulong>()));
        var cases = amounts.ArrayOf(4).ToArbitrary();
        Prop.ForAll(cases, values => IsSound(requested: values[0], balance: values[1], reserved: values[2], recipient: values[3]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    private static bool IsSound(ulong requested, ulong balance, ulong reserved, ulong recipient)
    {
        var decision = Decide(requested, balance, reserved, recipient);
        if (decision is not TransferDecision.Accept accept)
        {
            return true;
        }

        var left = (UInt128)balance - requested - Fee;
        var free = left - reserved;
        return accept.Lamports.Value == requested
            && (UInt128)balance >= (UInt128)reserved + requested + Fee
            && (left == 0 || left >= Rent)
            && (free == 0 || free >= Rent)
            && (UInt128)recipient + requested >= Rent;
    }

    [Theory]
    [InlineData(RecipientKind.Program)]
    [InlineData(RecipientKind.Mint)]
    [InlineData(RecipientKind.TokenAccount)]
    [InlineData(RecipientKind.Reserved)]
    public void Some_recipients_are_never_allowed(RecipientKind kind) => Assert.Equal(
        "INVALID_RECIPIENT", TransferRules.CheckRecipient(new RecipientAccount(true, kind, default), allowOffCurve: true)?.Code);

    [Theory]
    [InlineData(false, RecipientKind.Missing)]
    [InlineData(false, RecipientKind.Wallet)]
    [InlineData(true, RecipientKind.ProgramOwned)]
    public void Some_recipients_need_the_operators_word(bool onCurve, RecipientKind kind)
    {
        var recipient = new RecipientAccount(onCurve, kind, default);
        Assert.Equal("INVALID_RECIPIENT", TransferRules.CheckRecipient(recipient, allowOffCurve: false)?.Code);
        Assert.Null(TransferRules.CheckRecipient(recipient, allowOffCurve: true));
    }

    [Theory]
    [InlineData(RecipientKind.Missing)]
    [InlineData(RecipientKind.Wallet)]
    public void A_wallet_may_receive_whether_it_exists_or_not(RecipientKind kind) =>
        Assert.Null(TransferRules.CheckRecipient(new RecipientAccount(true, kind, default), allowOffCurve: false));

    private static TransferDecision Decide(ulong? requested, ulong balance, ulong reserved = 0, ulong recipientBalance = 1_000_000, ulong inFlight = 0) =>
        TransferRules.Decide(
            requested is { } value ? new Lamports(value) : null,
            Facts(balance, recipientBalance),
            Quote,
            new WalletPosition(WalletStatus.Open, new Lamports(reserved), new Lamports(inFlight), 0));

    private static TransferFacts Facts(ulong balance, ulong recipientBalance) => new(
        Slot: 100,
        new Lamports(balance),
        new Lamports(Rent),
        new RecipientAccount(true, RecipientKind.Wallet, new Lamports(recipientBalance)),
        new Lamports(Rent));

    private static Lamports Accepted(TransferDecision decision) => Assert.IsType<TransferDecision.Accept>(decision).Lamports;

    private static Domain.Errors.WalletError Refused(TransferDecision decision) =>
        Assert.IsType<TransferDecision.Refuse>(decision).Error;
}
