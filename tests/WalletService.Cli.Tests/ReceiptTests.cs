using System.Text.Json.Nodes;
using WalletService.Cli.Receipts;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;

namespace WalletService.Cli.Tests;

/// <summary>Receipts are kept in files and checked without the service; whatever is changed in one is found.</summary>
public sealed class ReceiptTests : IDisposable
{
    private static readonly string Stranger = Address.FromBytes(Ed25519.GenerateKey().PublicKey).ToString();

    private readonly TemporaryFolder folder = new("receipts");
    private readonly CommandLine line = new();

    /// <summary>What is changed, and the check that has to fail by it.</summary>
    public static TheoryData<string, Func<TransactionReceipt, TransactionReceipt>, string> Tamperings() => new()
    {
        { "version", receipt => receipt with { Version = 2 }, "version" },
        { "transactionId", receipt => receipt with { TransactionId = "7" }, "ids" },
        { "walletId", receipt => receipt with { WalletId = Guid.Empty.ToString() }, "ids" },
        { "address", receipt => receipt with { Address = Stranger }, "address" },
        { "address of the fee payer", receipt => receipt with { Address = Stranger }, "fee payer" },
        { "kind", receipt => receipt with { Kind = "send" }, "kind" },
        { "unknown kind", receipt => receipt with { Kind = "gift" }, "kind" },
        { "recipient", receipt => receipt with { Recipient = Stranger }, "recipient" },
        { "no recipient", receipt => receipt with { Recipient = null }, "recipient" },
        { "lamports", receipt => receipt with { Lamports = "250000001" }, "lamports" },
        { "memo", receipt => receipt with { Memo = "invoice 8" }, "memo" },
        { "no memo", receipt => receipt with { Memo = null }, "memo" },
        { "bytes: cut", receipt => receipt with { Transaction = receipt.Transaction[..^4] }, "bytes" },
        { "bytes: no base64", receipt => receipt with { Transaction = "?" }, "bytes" },
        { "bytes: message", receipt => receipt with { Transaction = Flip(receipt.Transaction, ^1) }, "signatures" },
        { "bytes: signature", receipt => receipt with { Transaction = Flip(receipt.Transaction, 5) }, "signatures" },
        { "signature", receipt => receipt with { Signature = new string('1', 64) }, "signature" },
        { "fee", receipt => receipt with { FeeLamports = "4999" }, "source balance" },
        { "fee: no number", receipt => receipt with { FeeLamports = "-1" }, "fee" },
        { "sourceBefore", receipt => receipt with { Balances = receipt.Balances with { SourceBefore = "1" } }, "source balance" },
        { "sourceAfter", receipt => receipt with { Balances = receipt.Balances with { SourceAfter = "749995001" } }, "source balance" },
        { "recipientBefore", receipt => receipt with { Balances = receipt.Balances with { RecipientBefore = null } }, "recipient balance" },
        { "recipientAfter", receipt => receipt with { Balances = receipt.Balances with { RecipientAfter = "250000001" } }, "recipient balance" },
        { "chainError", receipt => receipt with { ChainError = "\"AccountNotFound\"" }, "source balance" },
        { "confirmation", receipt => receipt with { Confirmation = "confirmed" }, "confirmation" },
        { "signedAt", receipt => receipt with { Times = receipt.Times with { SignedAt = receipt.Times.ReceivedAt.AddSeconds(-1) } }, "times" },
        { "endedAt", receipt => receipt with { Times = receipt.Times with { EndedAt = null } }, "times" },
        {
            "another payment, rightly signed",
            receipt => receipt.With(SampleReceipt.Sign(SystemProgram.Transfer(SampleReceipt.Wallet, Address.Parse(Stranger), 250_000_000))),
            "recipient"
        },
        {
            "a second payment, rightly signed",
            receipt => receipt.With(SampleReceipt.Sign(
                MemoProgram.Memo("invoice 7"),
                SystemProgram.Transfer(SampleReceipt.Wallet, SampleReceipt.Recipient, 250_000_000),
                SystemProgram.Transfer(SampleReceipt.Wallet, Address.Parse(Stranger), 1))),
            "instructions"
        },
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Tamperings))]
    public void A_change_of_any_field_is_found(string what, Func<TransactionReceipt, TransactionReceipt> tamper, string check)
    {
        var checks = ReceiptVerifier.Verify(tamper(SampleReceipt.Payment()));
        Assert.True(checks.Any(made => made.Name == check && !made.Passed), $"{what}: {string.Join('\n', checks)}");
    }

    [Fact]
    public void Right_receipts_pass_every_check()
    {
        foreach (var receipt in (TransactionReceipt[])[SampleReceipt.Payment(), SampleReceipt.FailedPayment(), SampleReceipt.CallersOwn()])
        {
            Assert.All(ReceiptVerifier.Verify(receipt), check => Assert.True(check.Passed, check.ToString()));
        }
    }

    [Fact]
    public void A_failure_cannot_be_told_as_a_payment()
    {
        var checks = ReceiptVerifier.Verify(SampleReceipt.FailedPayment() with { ChainError = null });
        Assert.Equal(["source balance", "recipient balance"], checks.Where(check => !check.Passed).Select(check => check.Name));
    }

    [Fact]
    public async Task A_receipt_is_written_and_verified()
    {
        line.Client.Transaction = line.Client.Transaction with { Receipt = SampleReceipt.Payment() };
        var file = folder.PathOf("receipt.json");
        Assert.Equal(0, await line.RunAsync("receipt", "get", "t-1", "-u", "ann", "--out", file));
        Assert.Equal(new GetTransaction { UserId = "ann", TransactionId = "t-1" }, Assert.Single(line.Client.Requests));

        Assert.Equal(0, await line.RunAsync("receipt", "verify", file));
        Assert.Contains("✓ signatures: every required signature", line.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("✗", line.Output, StringComparison.Ordinal);
        Assert.Equal(0, await line.RunAsync("receipt", "verify", file, "--json"));
        Assert.All(JsonNode.Parse(line.Output)!.AsArray(), check => Assert.True(check!["passed"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task A_file_that_was_changed_is_refused_by_name_of_the_check()
    {
        var file = folder.PathOf("changed.json");
        await ReceiptFile.WriteAsync(file, SampleReceipt.Payment(), default);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("invoice 7", "invoice 9", StringComparison.Ordinal));
        Assert.Equal(1, await line.RunAsync("receipt", "verify", file));
        Assert.Contains("✗ memo: the receipt says invoice 9, in the signed bytes invoice 7", line.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"version\":1,\"version\":1}")]
    public async Task What_is_no_receipt_is_refused(string text)
    {
        var file = folder.PathOf("other.json");
        await File.WriteAllTextAsync(file, text);
        Assert.Equal(1, await line.RunAsync("receipt", "verify", file));
        Assert.Contains("✗ file: ", line.Output, StringComparison.Ordinal);
        Assert.Equal(1, await line.RunAsync("receipt", "verify", folder.PathOf("missing.json")));
    }

    [Fact]
    public async Task What_was_not_executed_for_good_has_no_receipt()
    {
        line.Client.Transaction = line.Client.Transaction with { Status = "expired", Receipt = null };
        var file = folder.PathOf("none.json");
        Assert.Equal(1, await line.RunAsync("receipt", "get", "--request-id", "order-7", "-u", "ann", "--out", file));
        Assert.Contains("expired", line.Messages, StringComparison.Ordinal);
        Assert.False(File.Exists(file));
    }

    [Fact]
    public async Task A_node_that_does_not_answer_says_nothing_of_the_receipt()
    {
        var file = folder.PathOf("offline.json");
        await ReceiptFile.WriteAsync(file, SampleReceipt.Payment(), default);
        var exitCode = await line.RunAsync("receipt", "verify", file, "--rpc", $"http://127.0.0.1:{FreePort.Next()}/");
        Assert.True(exitCode == 3, line.Output + line.Messages);
        Assert.Contains("The chain was not compared", line.Messages, StringComparison.Ordinal);
        Assert.Equal(2, await line.RunAsync("receipt", "verify", file, "--rpc", "localhost"));
    }

    private static string Flip(string base64, Index index)
    {
        var bytes = Convert.FromBase64String(base64);
        bytes[index] ^= 1;
        return Convert.ToBase64String(bytes);
    }
}
