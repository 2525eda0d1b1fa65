using WalletService.Cli.Receipts;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Cli.Tests;

/// <summary>Receipts of payments in tokens are held against their bytes field by field.</summary>
public sealed class TokenReceiptTests
{
    private static readonly string Stranger = Address.FromBytes(Ed25519.GenerateKey().PublicKey).ToString();

    /// <summary>What is changed, and the check that has to fail by it.</summary>
    public static TheoryData<string, Func<TransactionReceipt, TransactionReceipt>, string> Tamperings() => new()
    {
        { "kind", receipt => receipt with { Kind = "transferSol" }, "kind" },
        { "no tokens", receipt => receipt with { Token = null }, "kind" },
        { "address", receipt => receipt with { Address = Stranger }, "address" },
        { "recipient", receipt => receipt with { Recipient = Stranger }, "recipient" },
        { "memo", receipt => receipt with { Memo = "invoice 8" }, "memo" },
        { "mint", receipt => Change(receipt, token => token with { Mint = Stranger }), "mint" },
        { "program", receipt => Change(receipt, token => token with { Program = "token" }), "token program" },
        { "decimals", receipt => Change(receipt, token => token with { Decimals = 7 }), "decimals" },
        { "sent", receipt => Change(receipt, token => token with { Sent = "10101012" }), "sent" },
        { "transfer fee", receipt => Change(receipt, token => token with { TransferFee = "101010" }), "transfer fee" },
        { "no transfer fee", receipt => Change(receipt, token => token with { TransferFee = null }), "transfer fee" },
        { "received", receipt => Change(receipt, token => token with { Received = "10101011" }), "received" },
        { "source account", receipt => Change(receipt, token => token with { SourceAccount = Stranger }), "source account" },
        { "recipient account", receipt => Change(receipt, token => token with { RecipientAccount = Stranger }), "recipient account" },
        { "creates account", receipt => Change(receipt, token => token with { CreatesAccount = false }), "creation" },
        { "source tokens", receipt => Change(receipt, token => token with { Balances = token.Balances! with { SourceAfter = "39898988" } }), "source tokens" },
        { "recipient tokens", receipt => Change(receipt, token => token with { Balances = token.Balances! with { RecipientAfter = "9999999" } }), "recipient tokens" },
        { "no token balances", receipt => Change(receipt, token => token with { Balances = null }), "source tokens" },
        { "rent", receipt => receipt with { Lamports = "1488441" }, "source balance" },
        { "chain error", receipt => receipt with { ChainError = "\"AccountNotFound\"" }, "source tokens" },
        {
            "to somebody else, rightly signed",
            _ => SampleTokenReceipt.EndingWith(SampleTokenReceipt.Transfer(Address.Parse(Stranger))),
            "recipient account"
        },
        {
            "more, rightly signed",
            _ => SampleTokenReceipt.EndingWith(SampleTokenReceipt.Transfer(amount: 20_000_000)),
            "sent"
        },
        {
            "a second payment, rightly signed",
            _ => SampleTokenReceipt.EndingWith(SampleTokenReceipt.Transfer(), SampleTokenReceipt.Transfer(amount: 1, fee: 1)),
            "instructions"
        },
        {
            "lamports as well, rightly signed",
            _ => SampleTokenReceipt.EndingWith(SystemProgram.Transfer(SampleReceipt.Wallet, Address.Parse(Stranger), 1), SampleTokenReceipt.Transfer()),
            "instructions"
        },
    };

    [Fact]
    public void What_is_right_passes_every_check()
    {
        Assert.All(ReceiptVerifier.Verify(SampleTokenReceipt.Create()), check => Assert.True(check.Passed, $"{check.Name}: {check.Text}"));
    }

    [Fact]
    public void It_is_right_also_when_the_account_was_there_by_then()
    {
        var receipt = SampleTokenReceipt.Create() with
        {
            Balances = new TransferBalances { SourceBefore = "1000000000", SourceAfter = "999995000" },
        };

        Assert.All(ReceiptVerifier.Verify(receipt), check => Assert.True(check.Passed, $"{check.Name}: {check.Text}"));
    }

    [Theory]
    [MemberData(nameof(Tamperings))]
    public void Whatever_is_changed_is_found(string what, Func<TransactionReceipt, TransactionReceipt> change, string check)
    {
        var checks = ReceiptVerifier.Verify(change(SampleTokenReceipt.Create()));

        Assert.True(checks.Any(found => found.Name == check && !found.Passed), what);
    }

    private static TransactionReceipt Change(TransactionReceipt receipt, Func<TokenPayment, TokenPayment> change) =>
        receipt with { Token = change(receipt.Token!) };
}
