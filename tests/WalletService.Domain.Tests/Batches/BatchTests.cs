using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Batches;

public sealed class BatchTests
{
    [Fact]
    public async Task Pays_every_row_once_in_as_few_transactions_as_fit()
    {
        await using var scene = await TransferScene.CreateAsync();
        var recipients = BatchScene.NewRecipients(23);

        var batch = await scene.StartInstance("one").SubmitAsync(scene.BatchCommand(recipients.Select(to => (to, "0.01"))));

        var end = await scene.EndOfAsync(batch);
        Assert.Equal(new BatchProgress(RejectedRows: 0, Parts: 5, EndedParts: 5, PaidRows: 23, UnpaidRows: 0), end.Progress);
        Assert.Equal(5, scene.Ledger.Executions);
        Assert.All(recipients, to => Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to)));
        Assert.Equal(
            TransferScene.Funds - (23 * 10_000_000UL) - (5 * FakeLedger.Fee), scene.Ledger.BalanceOf(scene.Wallet.Address));
    }

    [Fact]
    public async Task Refuses_bad_rows_one_by_one_and_pays_the_others()
    {
        await using var scene = await TransferScene.CreateAsync();
        var good = BatchScene.NewRecipients(2);
        var bad = BatchScene.NewRecipients(3);
        scene.Ledger.Kinds[bad[0].Value] = RecipientKind.Program;
        scene.Ledger.Kinds[bad[1].Value] = RecipientKind.Mint;

        var batch = await scene.StartInstance("one").SubmitAsync(scene.BatchCommand(
        [
            (good[0], "0.01"), (bad[0], "0.01"), (bad[1], "0.01"), (bad[2], "0.000000001"), (scene.Wallet.Address, "0.01"), (good[1], "0.02"),
        ]));

        var end = await scene.EndOfAsync(batch);
        var rows = await scene.RowsAsync(end);
        Assert.Equal(new BatchProgress(RejectedRows: 4, Parts: 1, EndedParts: 1, PaidRows: 2, UnpaidRows: 4), end.Progress);
        Assert.All(rows.Where(row => row.Row.Number is 2 or 3 or 4 or 5), row =>
        {
            Assert.Equal("INVALID_RECIPIENT", row.Row.Error?.Code);
            Assert.Null(row.Transfer);
        });
        Assert.All(rows.Where(row => row.Row.Number is 1 or 6), row => Assert.Equal(TransferStatus.Finalized, row.Transfer?.Status));
        Assert.Equal(20_000_000UL, scene.Ledger.BalanceOf(good[1]));
    }

    [Fact]
    public async Task Pays_a_recipient_as_often_as_it_is_listed()
    {
        await using var scene = await TransferScene.CreateAsync();
        var recipient = BatchScene.NewRecipient();

        var batch = await scene.StartInstance("one").SubmitAsync(scene.BatchCommand(Enumerable.Repeat((recipient, "0.01"), 7)));

        Assert.Equal(7, (await scene.EndOfAsync(batch)).Progress.PaidRows);
        Assert.Equal(70_000_000UL, scene.Ledger.BalanceOf(recipient));
    }

    [Fact]
    public async Task Tells_every_row_of_a_transaction_that_the_funds_do_not_cover()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.MakesBlockEach = true;

        // Of five SOL four transactions of 1.2 SOL each are covered, whichever come first; the fifth is not.
        var batch = await scene.StartInstance("one").SubmitAsync(
            scene.BatchCommand(BatchScene.NewRecipients(25).Select(to => (to, "0.24"))));

        var end = await scene.EndOfAsync(batch);
        var rows = await scene.RowsAsync(end);
        Assert.Equal((20, 5), (end.Progress.PaidRows, end.Progress.UnpaidRows));
        var unpaid = rows.Where(row => row.Transfer?.Status == TransferStatus.Rejected).ToArray();
        Assert.Equal(5, unpaid.Length);
        Assert.Single(unpaid.Select(row => row.Transfer!.Id).Distinct());
        Assert.All(unpaid, row => Assert.Equal("INSUFFICIENT_FUNDS", row.Transfer!.Error?.Code));
        Assert.Equal(4, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Believes_no_node_that_lags_behind_the_last_transfer()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("one");
        await scene.EndOfAsync(await instance.SubmitAsync(scene.Command()));
        scene.Ledger.OnFacts = (truth, slot) => slot == 0 ? truth with { Slot = 0, SourceBalance = Lamports.Zero } : truth;

        var batch = await instance.SubmitAsync(scene.BatchCommand(BatchScene.NewRecipients(7).Select(to => (to, "0.01"))));

        Assert.Equal(7, (await scene.EndOfAsync(batch)).Progress.PaidRows);
    }

    [Fact]
    public async Task Pays_tokens_to_old_accounts_and_new_ones()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint();
        scene.Ledger.FundTokens(scene.Wallet.Address, scene.Mint, 100_000_000);
        var recipients = BatchScene.NewRecipients(9);
        foreach (var old in recipients.Take(4))
        {
            scene.Ledger.FundTokens(old, scene.Mint, 1);
        }

        var batch = await scene.StartInstance("one").SubmitAsync(
            scene.BatchCommand(recipients.Append(recipients[8]).Select(to => (to, "1.5")), scene.Mint));

        var end = await scene.EndOfAsync(batch);
        Assert.Equal(10, end.Progress.PaidRows);
        Assert.All(recipients.Take(4), to => Assert.Equal(1_500_001UL, scene.Ledger.TokensOf(to, scene.Mint)));
        Assert.All(recipients[4..8], to => Assert.Equal(1_500_000UL, scene.Ledger.TokensOf(to, scene.Mint)));
        Assert.Equal(3_000_000UL, scene.Ledger.TokensOf(recipients[8], scene.Mint));
        Assert.Equal(85_000_000UL, scene.Ledger.TokensOf(scene.Wallet.Address, scene.Mint));

        // Every new account is created once, though its owner is paid twice.
        Assert.Equal(
            TransferScene.Funds - (5 * FakeLedger.AccountRent) - ((ulong)end.Progress.Parts * FakeLedger.Fee),
            scene.Ledger.BalanceOf(scene.Wallet.Address));
    }

    [Fact]
    public async Task Refuses_token_rows_by_the_rules_of_single_payments()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Mints[scene.Mint.Value] = FakeLedger.PlainMint();
        scene.Ledger.FundTokens(scene.Wallet.Address, scene.Mint, 100_000_000);
        var recipients = BatchScene.NewRecipients(3);
        scene.Ledger.FundTokens(recipients[0], scene.Mint, 1);
        scene.Ledger.Frozen[recipients[0].Value] = true;

        var batch = await scene.StartInstance("one").SubmitAsync(scene.BatchCommand(
            [(recipients[0], "1"), (recipients[1], "0.0000001"), (recipients[2], "1")], scene.Mint));

        var rows = await scene.RowsAsync(await scene.EndOfAsync(batch));
        Assert.Equal(["TOKEN_RESTRICTED", "VALIDATION_FAILED", null], rows.Select(row => row.Row.Error?.Code));
        Assert.Equal(TransferStatus.Finalized, rows[2].Transfer?.Status);
    }

    [Fact]
    public async Task The_same_request_is_the_same_batch()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("one");
        var to = BatchScene.NewRecipient();
        var first = await instance.SubmitAsync(scene.BatchCommand([(to, "0.01")]));
        await scene.EndOfAsync(first);

        var second = await instance.SubmitAsync(scene.BatchCommand([(to, "0.010")]));
        var other = await instance.RefusalAsync(scene.BatchCommand([(to, "0.02")]));

        Assert.Equal(first.Id, second.Id);
        Assert.Equal("IDEMPOTENCY_CONFLICT", other.Code);
        Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to));
    }

    [Fact]
    public async Task Refuses_what_is_no_batch()
    {
        await using var scene = await TransferScene.CreateAsync();
        var instance = scene.StartInstance("one");
        var to = BatchScene.NewRecipient();

        Assert.Contains("rows", (await instance.RefusalAsync(scene.BatchCommand([]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "rows", (await instance.RefusalAsync(scene.BatchCommand(Enumerable.Repeat((to, "1"), 2_001)))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "rows[1].amount", (await instance.RefusalAsync(scene.BatchCommand([(to, "1"), (to, "0")]))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "rows[0].amount", (await instance.RefusalAsync(scene.BatchCommand([(to, "0.0000000001")]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_that_nobody_could_plan_in_time_pays_nobody()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Ledger.Failure = new PortUnavailableException("solana-rpc", "no node answers");
        var to = BatchScene.NewRecipient();
        var instance = scene.StartInstance("one");

        var batch = await instance.SubmitAsync(scene.BatchCommand([(to, "0.01")], validFor: TimeSpan.FromSeconds(1)));

        var end = await scene.EndOfAsync(batch);
        scene.Ledger.Failure = null;
        var rows = await scene.RowsAsync(end);
        Assert.Equal("DEPENDENCY_UNAVAILABLE", Assert.Single(rows).Row.Error?.Code);
        Assert.Equal(0, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Another_transaction_pays_the_same_rows_after_a_proven_death()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Options.MaximumAttempts = 2;
        var isDropped = true;
        scene.Ledger.OnSend = _ => isDropped ? new SendOutcome.Unknown("dropped") : null;
        var recipients = BatchScene.NewRecipients(3);
        var batch = await scene.StartInstance("one").SubmitAsync(scene.BatchCommand(recipients.Select(to => (to, "0.01"))));
        await TestKit.Time.Eventually.BecomesTrueAsync(() => Task.FromResult(!scene.Ledger.Sends.IsEmpty));

        isDropped = false;
        scene.Ledger.Advance(200);
        scene.Ledger.OnSend = attempt => attempt.Number == 1 ? new SendOutcome.Unknown("dropped") : null;

        Assert.Equal(3, (await scene.EndOfAsync(batch)).Progress.PaidRows);
        Assert.All(recipients, to => Assert.Equal(10_000_000UL, scene.Ledger.BalanceOf(to)));
        Assert.Equal(1, scene.Ledger.Executions);
    }

    [Fact]
    public async Task Tells_its_plan_its_progress_and_its_end()
    {
        await using var scene = await TransferScene.CreateAsync();

        await scene.EndOfAsync(await scene.StartInstance("one").SubmitAsync(
            scene.BatchCommand(BatchScene.NewRecipients(12).Select(to => (to, "0.01")))));

        var told = scene.Port<EmbeddedDatabase>().ReadEvents(scene.Wallet.Id)
            .Where(item => item.Type.StartsWith("batch.", StringComparison.Ordinal))
            .ToArray();
        Assert.Equal("batch.planned", told[0].Type);
        Assert.Equal("batch.ended", told[^1].Type);
        Assert.All(told[1..^1], item => Assert.Equal("batch.progress", item.Type));
        Assert.Contains("\"paidRows\":12", told[^1].Data, StringComparison.Ordinal);
    }
}
