using System.Text.Json;
using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>Transactions that callers build with @solana/kit, and what can be read of transactions and done about them.</summary>
[Collection(SharedStack.Name)]
public sealed class TransactionRoutesTests(WalletServiceStack stack)
{
    private const ulong Fee = 5_000;

    [Fact]
    public async Task A_transaction_built_with_kit_is_executed_once_however_often_it_is_asked()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "send");
        var recipient = TestWallet.NewAddress();
        var request = Send(wallet, (await BuildAsync(wallet, recipient, 300_000_000)).Transaction, "send-1");

        var simulated = await client.SimulateTransactionAsync(new SimulateTransaction
        {
            UserId = request.UserId,
            WalletId = request.WalletId,
            Transaction = request.Transaction,
        });
        Assert.Null(simulated.Error);
        Assert.Equal($"{TestWallet.Funds}", simulated.WalletBeforeLamports);
        Assert.Equal($"{TestWallet.Funds - 300_000_000 - Fee}", simulated.WalletAfterLamports);
        Assert.Equal(0UL, await wallet.OnChainAsync(recipient));

        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.SendTransactionAsync(request)));
        Assert.All(replies, reply => Assert.Equal(("finalized", replies[0].TransactionId, replies[0].Signature), (reply.Status, reply.TransactionId, reply.Signature)));
        Assert.Equal(300_000_000UL, await wallet.OnChainAsync(recipient));
        Assert.Equal(TestWallet.Funds - 300_000_000 - Fee, await wallet.OnChainAsync(wallet.Details.Address));

        var got = await client.GetTransactionAsync(new GetTransaction { UserId = "send", RequestId = "send-1" });
        Assert.Equal(("send", "300000000", "5000"), (got.Kind, got.Lamports, got.Receipt!.FeeLamports));
        Assert.Equal("landed", Assert.Single(got.Attempts!).Outcome);
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
    }

    [Fact]
    public async Task A_transaction_that_somebody_else_pays_the_fee_of_and_has_signed_is_executed()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "co-signed");
        var recipient = TestWallet.NewAddress();
        var built = await BuildAsync(wallet, recipient, 200_000_000, "co-signed");

        var sent = await client.SendTransactionAsync(Send(wallet, built.Transaction, "co-1"));
        Assert.Equal("finalized", sent.Status);
        Assert.Equal(200_000_000UL, await wallet.OnChainAsync(recipient));
        Assert.Equal(TestWallet.Funds - 200_000_000, await wallet.OnChainAsync(wallet.Details.Address));
        Assert.Equal(1_000_000_000 - (2 * Fee), await wallet.OnChainAsync(built.FeePayer));
        Assert.Equal($"{TestWallet.Funds - 200_000_000}", sent.Balances!.SourceAfter);

        var unsigned = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.SendTransactionAsync(Send(wallet, WithoutFirstSignature(built.Transaction), "co-2")));
        Assert.Equal("VALIDATION_FAILED", unsigned.Error.Code);
        Assert.Contains(built.FeePayer, unsigned.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_caller_sends_itself_after_it_was_given_the_signature_is_booked_as_signed()
    {
        await using var client = await stack.ConnectAsync();
        await using var records = stack.ReadRecords();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "self-sent");
        var built = await BuildAsync(wallet, TestWallet.NewAddress(), 200_000_000, "co-signed");

        var signed = await client.SignTransactionAsync(
            new SignTransaction { UserId = "self-sent", WalletId = wallet.Details.WalletId, Transaction = built.Transaction });
        Assert.True(signed.Complete);
        await wallet.SendAsync(signed.Transaction);

        await Eventually.BecomesTrueAsync(async () => (await records.BooksAsync("self-sent")).Contains("signed -200000000"));
        Assert.DoesNotContain("balance.unexplained", await records.AuditAsync("self-sent"));
    }

    [Fact]
    public async Task A_payment_that_waits_for_the_vault_is_cancelled_with_nothing_on_chain()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "cancel");
        var payment = wallet.Payment(TestWallet.NewAddress(), "1", requestId: "c-1") with { WaitMs = 0 };
        string id;
        await stack.Kms.AddFaultAsync("unavailable", "cryptoKeyVersions.asymmetricSign");
        try
        {
            id = (await client.TransferSolAsync(payment)).TransactionId;
            await Eventually.BecomesTrueAsync(async () => (await GetAsync(wallet, id)).Status == "ready");
            Assert.Equal("cancelled", (await CancelAsync(wallet, id)).Status);
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        var next = await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "4.5", requestId: "c-2"));
        Assert.Equal("finalized", next.Status);
        Assert.Equal(0UL, await wallet.OnChainAsync(payment.Recipient));
        var cancelled = await GetAsync(wallet, id);
        Assert.Equal(("cancelled", "TRANSACTION_CANCELLED"), (cancelled.Status, cancelled.Error!.Code));
        Assert.Empty(cancelled.Attempts!);
        Assert.Null(cancelled.Receipt);

        var refused = await Assert.ThrowsAsync<WalletRequestException>(() => CancelAsync(wallet, next.TransactionId));
        Assert.Equal("TRANSACTION_NOT_CANCELLABLE", refused.Error.Code);
        var again = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferSolAsync(payment));
        Assert.Equal("TRANSACTION_CANCELLED", again.Error.Code);
    }

    [Fact]
    public async Task History_is_listed_newest_first_page_by_page()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "history");
        for (var number = 0; number < 3; number++)
        {
            await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.1", requestId: $"h-{number}", waitFor: "submitted"));
        }

        var first = await client.ListTransactionsAsync(new ListTransactions { UserId = "history", WalletId = wallet.Details.WalletId, Limit = 2 });
        var second = await client.ListTransactionsAsync(new ListTransactions { UserId = "history", Limit = 2, Cursor = first.NextCursor });
        Assert.Equal(["h-2", "h-1", "h-0"], first.Transactions.Concat(second.Transactions).Select(transaction => transaction.RequestId));
        Assert.Null(second.NextCursor);
        Assert.Empty((await client.ListTransactionsAsync(new ListTransactions { UserId = "history", Status = ["rejected", "failed"] })).Transactions);
        Assert.Empty((await client.ListTransactionsAsync(new ListTransactions { UserId = "nobody", WalletId = wallet.Details.WalletId })).Transactions);
    }

    private static SendTransaction Send(TestWallet wallet, string transaction, string requestId) => new()
    {
        UserId = wallet.Details.UserId,
        WalletId = wallet.Details.WalletId,
        Transaction = transaction,
        RequestId = requestId,
        WaitFor = "finalized",
        WaitMs = 30_000,
    };

    private static Task<TransactionDetails> GetAsync(TestWallet wallet, string id) =>
        wallet.Client.GetTransactionAsync(new GetTransaction { UserId = wallet.Details.UserId, TransactionId = id });

    private static Task<TransactionDetails> CancelAsync(TestWallet wallet, string id) =>
        wallet.Client.CancelTransactionAsync(new CancelTransaction { UserId = wallet.Details.UserId, TransactionId = id });

    /// <summary>The first signature stands behind one byte that counts them.</summary>
    private static string WithoutFirstSignature(string transaction)
    {
        var bytes = Convert.FromBase64String(transaction);
        bytes.AsSpan(1, 64).Clear();
        return Convert.ToBase64String(bytes);
    }

    private async Task<BuiltTransfer> BuildAsync(TestWallet wallet, string recipient, ulong lamports, string mode = "")
    {
        await using var node = ChildProcess.Start(
            "node",
            [
                RepositoryRoot.PathOf("tests", "localnet", "testing", "build-transfer.mjs"), stack.Localnet.RpcUrl.ToString(),
                wallet.Details.Address, recipient, $"{lamports}", mode,
            ]);
        return JsonSerializer.Deserialize<BuiltTransfer>(await node.FirstLineAsync(TimeSpan.FromSeconds(60)), JsonSerializerOptions.Web)!;
    }

    private sealed record BuiltTransfer(string Transaction, string FeePayer);
}
