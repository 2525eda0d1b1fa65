using WalletService.Cli.Restores;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using static WalletService.Cli.Tests.SampleExecution;

namespace WalletService.Cli.Tests;

public sealed class TransferMatchTests
{
    private static readonly Address Other = Address.FromBytes(Ed25519.GenerateKey().PublicKey);
    private static readonly SolanaAddress OtherWallet = SolanaAddress.Parse(Other.ToString());
    private static readonly SolanaAddress Mint = SolanaAddress.Parse(SampleTokenReceipt.Mint.ToString());
    private static readonly BatchPlace Place = new(BatchId.From(Guid.Parse("019a0000-0000-7000-8000-000000000003")), 1);

    [Fact]
    public void A_payment_in_SOL_is_known_by_recipient_amount_and_memo()
    {
        var open = Open(new TransferContent.SolPayment(Recipient, new Lamports(7), "invoice 7"));

        Assert.True(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 7"), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 8"), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 7"), Pay(8))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 7"), Pay(7, Other))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 7"), Pay(7), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open with { Source = OtherWallet }, Executed(MemoProgram.Memo("invoice 7"), Pay(7))));
    }

    [Fact]
    public void An_equal_payment_that_was_built_for_another_transfer_is_not_taken_for_this_one()
    {
        var open = Open(new TransferContent.SolPayment(Recipient, new Lamports(7), Memo: null));
        var pages = 3 * FeeQuote.DataPage;

        Assert.True(TransferMatch.IsEqual(open, ExecutedWith(pages - TransferVariation.Of(open.Id, 0), Pay(7))));
        Assert.True(TransferMatch.IsEqual(open, ExecutedWith(pages - TransferVariation.Of(open.Id, TransferVariation.MaximumTurns - 1), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, ExecutedWith(pages - TransferVariation.Of(open.Id, TransferVariation.MaximumTurns), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, ExecutedWith(pages - TransferVariation.Of(open.Id, TransferVariation.Range - 1), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, ExecutedWith(pages - TransferVariation.Range, Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(SampleReceipt.Sign(Pay(7)))));
    }

    [Fact]
    public void What_does_more_than_pay_is_no_payment_of_the_service()
    {
        var open = Open(new TransferContent.SolPayment(Recipient, new Lamports(7), Memo: null));
        var foreign = new Instruction(Other, [], new byte[] { 1 });

        Assert.True(TransferMatch.IsEqual(open, Executed(Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(Pay(7), foreign)));
    }

    [Fact]
    public void What_max_comes_to_is_not_guessed()
    {
        var open = Open(new TransferContent.SolPayment(Recipient, Requested: null, Memo: null));

        Assert.False(TransferMatch.IsEqual(open, Executed(Pay(7))));
        Assert.True(TransferMatch.IsEqual(open with { Transfer = open.Transfer with { Lamports = new Lamports(7) } }, Executed(Pay(7))));
        Assert.True(TransferMatch.IsEqual(open with { Transfer = open.Transfer with { IsSweep = true } }, Executed(Pay(7))));
    }

    [Theory]
    [InlineData("10.101011", TokenAmountMeaning.Sent, true)]
    [InlineData("10", TokenAmountMeaning.Received, true)]
    [InlineData("10", TokenAmountMeaning.Sent, false)]
    [InlineData("10.101011", TokenAmountMeaning.Received, false)]
    public void A_payment_in_a_token_is_known_by_what_its_amount_counts(string amount, TokenAmountMeaning meaning, bool isEqual)
    {
        var open = Open(new TransferContent.TokenPayment(Recipient, Mint, TokenQuantity.Parse(amount), meaning, Memo: null));

        Assert.Equal(isEqual, TransferMatch.IsEqual(open, Executed(SampleTokenReceipt.Transfer())));
        Assert.Equal(isEqual, TransferMatch.IsEqual(open, Executed(CreateAccount(), SampleTokenReceipt.Transfer())));
        Assert.False(TransferMatch.IsEqual(open, Executed(SampleTokenReceipt.Transfer(), Pay(1))));
        Assert.False(TransferMatch.IsEqual(open, Executed(SampleTokenReceipt.Transfer(Other))));
    }

    [Fact]
    public void A_memo_that_a_recipient_demands_is_the_id_of_the_transfer()
    {
        var open = Open(new TransferContent.TokenPayment(Recipient, Mint, TokenQuantity.Parse("10"), TokenAmountMeaning.Received, Memo: null));

        Assert.True(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo(open.Id.ToString()), SampleTokenReceipt.Transfer())));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("invoice 7"), SampleTokenReceipt.Transfer())));
    }

    [Fact]
    public void A_decided_payment_in_a_token_is_known_by_its_base_units()
    {
        var open = Open(new TransferContent.TokenPayment(Recipient, Mint, Requested: null, TokenAmountMeaning.Sent, Memo: null));
        var paid = Executed(CreateAccount(), SampleTokenReceipt.Transfer());
        Assert.False(TransferMatch.IsEqual(open, paid));

        var decided = open with { Transfer = open.Transfer with { Token = paid.TokenPayments } };
        Assert.True(TransferMatch.IsEqual(decided, Executed(SampleTokenReceipt.Transfer())));
        Assert.False(TransferMatch.IsEqual(decided, Executed(SampleTokenReceipt.Transfer(amount: 10_101_012))));
        Assert.False(TransferMatch.IsEqual(decided, Executed(SampleTokenReceipt.Transfer(fee: 101_012))));
    }

    [Fact]
    public void A_transaction_of_a_batch_is_known_by_all_of_its_payments()
    {
        var open = Open(new TransferContent.SolBatch(
            Place, [new SolPart(Recipient, new Lamports(7)), new SolPart(OtherWallet, new Lamports(8))], "salaries"));

        Assert.True(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("salaries"), Pay(7), Pay(8, Other))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("salaries"), Pay(7))));
        Assert.False(TransferMatch.IsEqual(open, Executed(MemoProgram.Memo("salaries"), Pay(8, Other), Pay(7))));

        var tokens = Open(new TransferContent.TokenBatch(
            Place,
            Mint,
            [new TokenShare(Recipient, TokenQuantity.Parse("10")), new TokenShare(OtherWallet, TokenQuantity.Parse("10"))],
            TokenAmountMeaning.Received,
            Memo: null));
        Assert.True(TransferMatch.IsEqual(tokens, Executed(SampleTokenReceipt.Transfer(), SampleTokenReceipt.Transfer(Other))));
        Assert.False(TransferMatch.IsEqual(tokens, Executed(SampleTokenReceipt.Transfer())));
    }

    [Fact]
    public void The_hash_of_what_the_vault_was_asked_to_sign_is_proof()
    {
        var executed = Executed(Pay(7), Pay(9, Other));
        var content = new TransferContent.SolPayment(Recipient, new Lamports(1), Memo: null);

        Assert.True(TransferMatch.IsProven(Open(content, new RecordedAttempt(executed.MessageHash, Signature: null)), executed));
        Assert.False(TransferMatch.IsProven(Open(content, new RecordedAttempt(Executed(Pay(7)).MessageHash, Signature: null)), executed));
        Assert.False(TransferMatch.IsProven(Open(content), executed));
    }

    [Fact]
    public void A_callers_own_transaction_is_known_by_its_bytes()
    {
        var foreign = new Instruction(Other, [], new byte[] { 1 });
        var built = SampleReceipt.Sign(foreign, Pay(7));
        var open = Open(new TransferContent.CallerTransaction(built.Serialize()));

        Assert.True(TransferMatch.IsProven(open, Executed(built)));
        Assert.False(TransferMatch.IsProven(open, Executed(foreign, Pay(8))));
        Assert.False(TransferMatch.IsEqual(open, Executed(built)));
    }

    [Fact]
    public void What_stays_within_the_wallet_is_no_payment_to_anybody()
    {
        HashSet<SolanaAddress> own = [Wallet, Recipient];

        Assert.True(TransferMatch.IsWithinWallet(Executed(Pay(7)), own));
        Assert.True(TransferMatch.IsWithinWallet(Executed(CreateAccount(), SampleTokenReceipt.Transfer()), own));
        Assert.False(TransferMatch.IsWithinWallet(Executed(Pay(7), Pay(7, Other)), own));
        Assert.False(TransferMatch.IsWithinWallet(Executed(Pay(7), SampleTokenReceipt.Transfer(Other)), own));
        Assert.False(TransferMatch.IsWithinWallet(Executed(MemoProgram.Memo("nothing")), own));
    }

    [Fact]
    public void An_account_that_was_closed_for_the_wallet_itself_stays_within_it()
    {
        HashSet<SolanaAddress> own = [Wallet, Recipient];
        var account = AssociatedTokenProgram.FindAddress(SampleReceipt.Wallet, TokenProgram.Token2022Id, SampleTokenReceipt.Mint);
        Instruction Close(Address rentTo) => TokenProgram.CloseAccount(TokenProgram.Token2022Id, account, rentTo, SampleReceipt.Wallet);

        Assert.True(TransferMatch.IsWithinWallet(
            Executed(TokenProgram.HarvestWithheldTokensToMint(SampleTokenReceipt.Mint, account), Close(SampleReceipt.Recipient)), own));
        Assert.False(TransferMatch.IsWithinWallet(Executed(Close(Other)), own));
        Assert.False(TransferMatch.IsEqual(
            Open(new TransferContent.SolPayment(Recipient, new Lamports(7), Memo: null)), Executed(Pay(7), Close(SampleReceipt.Recipient))));
    }

    [Fact]
    public void The_rent_of_a_created_account_is_what_left_the_wallet()
    {
        var executed = Executed(CreateAccount(), SampleTokenReceipt.Transfer());

        Assert.Equal(new Lamports(1_488_440), executed.Outlay);
        Assert.Equal(Recipient, executed.TokenPayments!.Parts[0].Recipient);
        Assert.True(executed.TokenPayments.Parts[0].CreatesAccount);
    }

    private static Instruction Pay(ulong lamports, Address? recipient = null) =>
        SystemProgram.Transfer(SampleReceipt.Wallet, recipient ?? SampleReceipt.Recipient, lamports);

    private static Instruction CreateAccount() => AssociatedTokenProgram.CreateIdempotent(
        SampleReceipt.Wallet, SampleReceipt.Recipient, TokenProgram.Token2022Id, SampleTokenReceipt.Mint);
}
