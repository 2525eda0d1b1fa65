using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>Payments of every kind that were open in a backup and carried out since: after the restore nobody is paid twice.</summary>
public sealed class RestoredPaymentsTests
{
    private const string Signing = "cryptoKeyVersions.asymmetricSign";
    private const ulong Issued = 50_000_000;

    /// <summary>For how long the payments may be signed, in milliseconds: a backup takes its time on a busy machine.</summary>
    private const int Patience = 600_000;

    [Fact]
    public async Task Tokens_and_batches_that_were_paid_after_the_backup_are_found()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var issuer = TokenIssuer.Start(stack.Localnet);
        await using var client = await stack.ConnectAsync();
        var alice = await TestWallet.CreateAsync(client, stack.Localnet, "alice");
        string[] recipients = [TestWallet.NewAddress(), TestWallet.NewAddress(), TestWallet.NewAddress()];
        var plain = await issuer.CreateTokenMintAsync();
        var withFee = await issuer.CreateMintAsync(new { transferFee = new { basisPoints = 100, maximum = "150000" } });
        await issuer.MintToAsync(plain, alice.Details.Address, Issued);
        await issuer.MintToAsync(withFee, alice.Details.Address, Issued);

        await stack.Kms.AddFaultAsync("unavailable", Signing);
        TransferToken[] tokens =
        [
            Tokens(alice, plain, recipients[0], "12.5", "alice-1") with { Memo = "invoice 7" },
            Tokens(alice, withFee, recipients[0], "10", "alice-2") with { AmountMeaning = "received" },
        ];
        foreach (var payment in tokens)
        {
            await RestoredDatabase.ReachAsync(client, payment, "ready");
        }

        TransferBatch[] batches =
        [
            Batch(alice, mint: null, "alice-3", (recipients[1], "0.5"), (recipients[2], "0.25"), (recipients[1], "0.5")),
            Batch(alice, plain, "alice-4", (recipients[1], "1"), (recipients[2], "2")),
        ];
        foreach (var batch in batches)
        {
            await client.TransferBatchAsync(batch with { WaitFor = "received" });
            await Eventually.BecomesTrueAsync(async () => (await client.TransferBatchAsync(batch with { WaitFor = "received" })).Status == "running");
        }

        using var backup = await DatabaseBackup.MakeAsync(PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]));
        await stack.Kms.ClearFaultsAsync();
        await AllArePaidAsync(client, tokens, batches);
        var balances = await BalancesAsync(stack, alice, recipients, plain, withFee);
        Assert.Equal<ulong>([12_500_000, 10_000_000, 1_000_000_000, 1_000_000, 250_000_000, 2_000_000], balances);

        var restored = await RestoredDatabase.PutUnderAsync(stack, backup);
        var (exitCode, report) = await RestoredDatabase.ReconcileAsync(stack, restored, backup.MadeAt);
        Assert.True(exitCode == ExitCodes.Success, report);
        Assert.Contains("4 transfers were carried out since, 0 transactions are of lost requests", report, StringComparison.Ordinal);

        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            await AllArePaidAsync(client, tokens, batches);
        }

        Assert.Equal(balances, await BalancesAsync(stack, alice, recipients, plain, withFee));
    }

    [Fact]
    public async Task A_payment_whose_signature_the_backup_holds_is_not_mistaken_for_an_equal_one()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        var alice = await TestWallet.CreateAsync(client, stack.Localnet, "alice");
        var recipient = TestWallet.NewAddress();

        // The first is signed and sent, and does not land yet; the second waits for the vault.
        await stack.Localnet.ControlAsync("hold");
        var first = alice.Payment(recipient, "0.5", "alice-1") with { ValidForMs = Patience };
        await RestoredDatabase.ReachAsync(client, first, "submitted");
        await stack.Kms.AddFaultAsync("unavailable", Signing);
        var second = alice.Payment(recipient, "0.5", "alice-2") with { ValidForMs = Patience };
        await RestoredDatabase.ReachAsync(client, second, "ready");
        using var backup = await DatabaseBackup.MakeAsync(PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]));
        await stack.Localnet.ControlAsync("release");
        await stack.Localnet.ControlAsync("reset-faults");
        await stack.Kms.ClearFaultsAsync();
        TransferSol[] payments = [first, second];
        Assert.All(await Task.WhenAll(payments.Select(payment => client.TransferSolAsync(payment))), paid => Assert.Equal("finalized", paid.Status));

        var restored = await RestoredDatabase.PutUnderAsync(stack, backup);
        var (exitCode, report) = await RestoredDatabase.ReconcileAsync(stack, restored, backup.MadeAt);
        Assert.True(exitCode == ExitCodes.Success, report);
        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            Assert.All(await Task.WhenAll(payments.Select(payment => client.TransferSolAsync(payment))), paid => Assert.Equal("finalized", paid.Status));
        }

        Assert.Equal(1_000_000_000UL, await alice.OnChainAsync(recipient));
    }

    [Fact]
    public async Task A_payment_that_the_backup_does_not_know_is_not_made_again_however_late_its_time_is_given()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var issuer = TokenIssuer.Start(stack.Localnet);
        await using var client = await stack.ConnectAsync();
        var alice = await TestWallet.CreateAsync(client, stack.Localnet, "alice");
        var recipient = TestWallet.NewAddress();
        var mint = await issuer.CreateTokenMintAsync();
        await issuer.MintToAsync(mint, alice.Details.Address, Issued);
        using var backup = await DatabaseBackup.MakeAsync(PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]));
        var lost = Tokens(alice, mint, recipient, "12.5", "alice-1") with { ValidForMs = null };
        var paid = await client.TransferTokenAsync(lost);
        Assert.Equal("finalized", paid.Status);

        var restored = await RestoredDatabase.PutUnderAsync(stack, backup);
        var (exitCode, report) = await RestoredDatabase.ReconcileAsync(stack, restored, backup.MadeAt + TimeSpan.FromDays(1));
        Assert.True(exitCode == ExitCodes.Refused, report);
        Assert.Contains($"12.5 of {mint} to {recipient}", report, StringComparison.Ordinal);
        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            var refusal = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferTokenAsync(lost));
            Assert.Equal("WALLET_FROZEN", refusal.Error.Code);

            // The caller has told under which request that was: it is put there again, and the wallet thawed.
            string[] record = ["restore", "record", alice.Details.WalletId, "alice-1", paid.Signature!, "--rpc", stack.Localnet.RpcUrl.ToString()];
            var (recorded, message) = await RestoredDatabase.RunAsync(restored, record);
            Assert.True(recorded == ExitCodes.Success, message);
            Assert.Equal(ExitCodes.Refused, (await RestoredDatabase.RunAsync(restored, record)).ExitCode);
            await client.UnfreezeScopeAsync(new UnfreezeSubject { Scope = "wallet", Subject = alice.Details.WalletId, Reason = "recorded" });
            var again = await client.TransferTokenAsync(lost);
            Assert.Equal(("finalized", paid.Signature), (again.Status, again.Signature));
            var other = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferTokenAsync(lost with { Amount = "12" }));
            Assert.Equal("IDEMPOTENCY_CONFLICT", other.Error.Code);
        }

        Assert.Equal(12_500_000UL, await TokensAsync(stack, recipient, TokenProgram.Id, mint));
    }

    private static async Task AllArePaidAsync(IWalletClient client, TransferToken[] tokens, TransferBatch[] batches)
    {
        Assert.All(await Task.WhenAll(tokens.Select(payment => client.TransferTokenAsync(payment))), paid => Assert.Equal("finalized", paid.Status));
        foreach (var batch in batches)
        {
            await Eventually.BecomesTrueAsync(async () => (await client.TransferBatchAsync(batch)).Status == "ended");
            Assert.Equal(batch.Rows.Count, (await client.TransferBatchAsync(batch)).PaidRows);
        }
    }

    /// <summary>Of the first recipient both tokens; of the others SOL and the token without a fee.</summary>
    private static async Task<ulong[]> BalancesAsync(WalletServiceStack stack, TestWallet wallet, string[] recipients, string plain, string withFee) =>
    [
        await TokensAsync(stack, recipients[0], TokenProgram.Id, plain),
        await TokensAsync(stack, recipients[0], TokenProgram.Token2022Id, withFee),
        await wallet.OnChainAsync(recipients[1]),
        await TokensAsync(stack, recipients[1], TokenProgram.Id, plain),
        await wallet.OnChainAsync(recipients[2]),
        await TokensAsync(stack, recipients[2], TokenProgram.Id, plain),
    ];

    private static async Task<ulong> TokensAsync(WalletServiceStack stack, string owner, Address program, string mint)
    {
        using var http = new HttpClient();
        var account = AssociatedTokenProgram.FindAddress(Address.Parse(owner), program, Address.Parse(mint));
        var found = (await new SolanaRpcClient(http, stack.Localnet.RpcUrl).GetAccountInfoAsync(account, Commitment.Finalized)).Value!;
        Assert.True(TokenAccount.TryParse(found.Data.Span, out var parsed));
        return parsed.Amount;
    }

    private static TransferToken Tokens(TestWallet wallet, string mint, string recipient, string amount, string requestId) => new()
    {
        UserId = wallet.Details.UserId,
        WalletId = wallet.Details.WalletId,
        Mint = mint,
        Recipient = recipient,
        Amount = amount,
        WaitFor = "finalized",
        WaitMs = 30_000,
        ValidForMs = Patience,
        RequestId = requestId,
    };

    private static TransferBatch Batch(TestWallet wallet, string? mint, string requestId, params (string To, string Amount)[] rows) => new()
    {
        UserId = wallet.Details.UserId,
        WalletId = wallet.Details.WalletId,
        Mint = mint,
        Rows = [.. rows.Select(row => new BatchPayment { Recipient = row.To, Amount = row.Amount })],
        WaitFor = "ended",
        WaitMs = 30_000,
        ValidForMs = Patience,
        RequestId = requestId,
    };
}
